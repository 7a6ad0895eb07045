import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../pieces/icon.tsx'
import { Mill } from '../../pieces/mill.tsx'
import { useTitle } from '../../shell/use-title.ts'
import { DemoAccounts } from './demo-accounts.tsx'
import { LinkArrival } from './link-arrival.tsx'
import { MailForm } from './mail-form.tsx'
import { NameForm } from './name-form.tsx'
import { PasswordForm } from './password-form.tsx'
import type { Arrived } from './use-arrival.ts'
import { WaitingAct } from './waiting-act.tsx'

/** Mail link first, then password. Comes back with the act that was asked. */
export function SignInPage() {
  const { t } = useTranslation('sign-in')
  const { token } = useSearch({ from: '/connexion' })
  const [way, setWay] = useState<'mail' | 'password'>('mail')
  const [email, setEmail] = useState('')
  const [arrived, setArrived] = useState<Arrived | undefined>(undefined)
  useTitle(t('title'))
  return (
    <div className="sign-in">
      <div className="poster" aria-hidden="true">
        <Mill view="poster" />
      </div>
      <div className="sign-in-text stack-24">
        <div className="stack-8">
          <h1>{t(arrived === undefined ? 'heading' : 'name.heading')}</h1>
          <p className="soft">{t(arrived === undefined ? 'lead' : 'name.lead')}</p>
        </div>
        <WaitingAct />
        {arrived === undefined ? (
          <>
            {token !== undefined && <LinkArrival token={token} onNew={setArrived} />}
            {way === 'mail' ? <MailForm email={email} onEmail={setEmail} /> : <PasswordForm email={email} onEmail={setEmail} />}
            <p className="or">{t('or')}</p>
            <button className="button neutral wide" type="button" onClick={() => setWay(way === 'mail' ? 'password' : 'mail')}>
              <Icon name={way === 'mail' ? 'key' : 'mail'} />
              {t(way === 'mail' ? 'withPassword' : 'withLink')}
            </button>
            <DemoAccounts />
            <p className="small soft">{t('otherComputer')}</p>
          </>
        ) : (
          <NameForm arrived={arrived} />
        )}
      </div>
    </div>
  )
}
