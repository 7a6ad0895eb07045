import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useArrival } from './use-arrival.ts'

/** For those who have a password; pasting is allowed, managers fill it. */
export function PasswordForm({ email, onEmail }: { readonly email: string; readonly onEmail: (email: string) => void }) {
  const { t } = useTranslation('sign-in')
  const arrive = useArrival()
  const [password, setPassword] = useState('')
  return (
    <SignInForm
      fields={[
        {
          name: 'email',
          label: t('mail.label'),
          wrong: t('mail.wrong'),
          type: 'email',
          inputMode: 'email',
          autoComplete: 'username',
          placeholder: t('mail.placeholder'),
          required: true,
          autoFocus: email === '',
          value: email,
          onChange: (event) => onEmail(event.target.value),
        },
        {
          name: 'password',
          label: t('password.label'),
          wrong: t('password.wrong'),
          type: 'password',
          autoComplete: 'current-password',
          required: true,
          autoFocus: email !== '',
          value: password,
          onChange: (event) => setPassword(event.target.value),
        },
      ]}
      ask={async () => arrive(await identity('POST /sign-in', { body: { email, password } }))}
      icon="door-enter"
      act={t('password.enter')}
      workingText={t('password.entering')}
    />
  )
}
