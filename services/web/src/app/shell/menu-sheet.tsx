import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { identity } from '../api/client.ts'
import { useAsking } from '../api/use-asking.ts'
import { useRefusalText } from '../api/use-refusal-text.ts'
import { currentLocale } from '../i18n/locale.ts'
import { switchLocale } from '../i18n/setup.ts'
import { Dialog } from '../pieces/dialog.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Refusal } from '../pieces/refusal.tsx'
import { signedOut } from '../session/token.ts'
import { usePerson } from '../session/use-person.ts'
import { ThemeChoice } from './theme-choice.tsx'

const PLACES = [
  { to: '/impact', word: 'impact', icon: 'leaf' },
  { to: '/aide', word: 'help', icon: 'info-circle' },
  { to: '/regles', word: 'rules', icon: 'list' },
] as const
/** Each language by its own name. */
const LANGUAGES = [
  { locale: 'fr', name: 'Français' },
  { locale: 'en', name: 'English' },
] as const

/** The fifth key of the dock: the rest of the place, language and appearance. */
export function MenuSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const person = usePerson()
  const navigate = useNavigate()
  const say = useRefusalText()
  const { ask, working, refusal } = useAsking()
  const signOut = async () => {
    await identity('POST /sign-out', {})
    await signedOut('out')
    onClose()
    await navigate({ to: '/' })
  }
  return (
    <Dialog open={open} onClose={onClose} title={t('nav.menu')} shape="sheet">
      <div className="sheet-in stack-24">
        <ul className="rows">
          {PLACES.map(({ to, word, icon }) => (
            <li key={to}>
              <Link className="row" to={to} onClick={onClose}>
                <Icon name={icon} />
                <span>{t(`nav.${word}`)}</span>
                <Icon name="chevron-right" />
              </Link>
            </li>
          ))}
          <li>
            {person === undefined ? (
              <Link className="row" to="/connexion" onClick={onClose}>
                <Icon name="door-enter" />
                <span>{t('nav.signIn')}</span>
                <Icon name="chevron-right" />
              </Link>
            ) : (
              <button className="row" type="button" aria-busy={working} onClick={() => void ask(signOut)}>
                <Icon name="door-enter" />
                <span>
                  {t('nav.signOut')} <span className="soft">{person.displayName}</span>
                </span>
              </button>
            )}
          </li>
        </ul>
        {refusal !== undefined && <Refusal title={say(refusal, t('nav.stillIn'))} />}
        <fieldset>
          <legend className="strong">{t('nav.language')}</legend>
          <div className="segment">
            {LANGUAGES.map(({ locale, name }) => (
              <button
                key={locale}
                type="button"
                lang={locale}
                aria-pressed={currentLocale() === locale}
                onClick={() => void switchLocale(locale)}
              >
                {name}
              </button>
            ))}
          </div>
        </fieldset>
        <ThemeChoice />
      </div>
    </Dialog>
  )
}
