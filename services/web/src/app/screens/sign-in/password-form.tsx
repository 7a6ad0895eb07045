import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { isRefused, type Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Field } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { useArrival } from './use-arrival.ts'

/** For those who have a password; pasting is allowed, managers fill it. */
export function PasswordForm({ email, onEmail }: { readonly email: string; readonly onEmail: (email: string) => void }) {
  const { t } = useTranslation('sign-in')
  const say = useRefusalText()
  const arrive = useArrival()
  const [password, setPassword] = useState('')
  const [working, setWorking] = useState(false)
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)

  const enter = async () => {
    setWorking(true)
    setRefusal(undefined)
    try {
      await arrive(await identity('POST /sign-in', { body: { email, password } }))
    } catch (error) {
      if (!isRefused(error)) throw error
      setRefusal(error)
    } finally {
      setWorking(false)
    }
  }

  return (
    <form
      className="stack-16"
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <Field
        label={t('mail.label')}
        type="email"
        inputMode="email"
        autoComplete="username"
        name="email"
        placeholder={t('mail.placeholder')}
        required
        autoFocus={email === ''}
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
      <Field
        label={t('password.label')}
        type="password"
        autoComplete="current-password"
        name="password"
        required
        autoFocus={email !== ''}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {refusal !== undefined && <Refusal title={say(refusal)} />}
      <WorkingButton className="primary wide" type="submit" working={working} workingText={t('password.entering')}>
        <Icon name="door-enter" />
        {t('password.enter')}
      </WorkingButton>
    </form>
  )
}
