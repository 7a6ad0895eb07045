import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../pieces/icon.tsx'
import { Mill } from '../../pieces/mill.tsx'
import { usePerson } from '../../session/use-person.ts'
import { useTitle } from '../../shell/use-title.ts'
import { DemoAccounts } from './demo-accounts.tsx'
import { LinkArrival } from './link-arrival.tsx'
import { MailForm } from './mail-form.tsx'
import { NameForm } from './name-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { useFollowOtherWindow } from './use-arrival.ts'
import { WaitingAct } from './waiting-act.tsx'

/** Mail link first, then password. Comes back with the act that was asked. */
export function SignInPage() {
  const { t } = useTranslation('sign-in')
  const { token, etape } = useSearch({ from: '/connexion' })
  const isNaming = usePerson() !== undefined && etape === 'nom'
  const [way, setWay] = useState<'mail' | 'password'>('mail')
  const [email, setEmail] = useState('')
  useTitle(t('title'))
  useFollowOtherWindow()
  return (
    <div className="sign-in">
      <div className="poster" aria-hidden="true">
        <Mill view="poster" />
      </div>
      <div className="sign-in-text stack-24">
        <div className="stack-8">
          <h1>{t(isNaming ? 'name.heading' : 'heading')}</h1>
          <p className="soft">{t(isNaming ? 'name.lead' : 'lead')}</p>
        </div>
        <WaitingAct />
        {isNaming ? (
          <NameForm />
        ) : (
          <>
            {token !== undefined && <LinkArrival token={token} />}
            {way === 'mail' ? <MailForm email={email} onEmail={setEmail} /> : <PasswordForm email={email} onEmail={setEmail} />}
            <p className="or">{t('or')}</p>
            <button className="button neutral wide" type="button" onClick={() => setWay(way === 'mail' ? 'password' : 'mail')}>
              <Icon name={way === 'mail' ? 'key' : 'mail'} />
              {t(way === 'mail' ? 'withPassword' : 'withLink')}
            </button>
            <DemoAccounts />
            <p className="small soft">{t('otherComputer')}</p>
          </>
        )}
      </div>
    </div>
  )
}
