import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { isRefused } from '../../api/refused.ts'
import { Notice } from '../../pieces/refusal.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { useReturnPath } from './use-arrival.ts'

/** The mail link: nothing to remember, and the same address signs up. */
export function MailForm({ email, onEmail }: { readonly email: string; readonly onEmail: (email: string) => void }) {
  const { t } = useTranslation('sign-in')
  const returnTo = useReturnPath()
  const [sentTo, setSentTo] = useState<string | undefined>(undefined)
  if (sentTo !== undefined) return <Sent email={sentTo} onOther={() => setSentTo(undefined)} />
  return (
    <SignInForm
      fields={[
        {
          name: 'email',
          label: t('mail.label'),
          wrong: t('mail.wrong'),
          help: t('mail.help'),
          type: 'email',
          inputMode: 'email',
          autoComplete: 'email',
          placeholder: t('mail.placeholder'),
          required: true,
          value: email,
          onChange: (event) => onEmail(event.target.value),
        },
      ]}
      ask={async () => {
        await identity('POST /magic-links', { body: { email, returnTo } })
        setSentTo(email)
      }}
      icon="mail"
      act={t('mail.send')}
      workingText={t('mail.sending')}
    />
  )
}

/** The link is on its way. In the demonstration, where no mail leaves, it is here. */
function Sent({ email, onOther }: { readonly email: string; readonly onOther: () => void }) {
  const { t } = useTranslation('sign-in')
  const { data } = useQuery({
    queryKey: ['last-link', email],
    queryFn: async () => {
      try {
        return await identity('GET /magic-links/last', { query: { email } })
      } catch (error) {
        if (isRefused(error)) return null
        throw error
      }
    },
  })
  return (
    <Notice kind="good" icon="mail" title={t('sent.title')} out={<SentOut url={data?.url} onOther={onOther} />}>
      {t('sent.text', { email })}
    </Notice>
  )
}

function SentOut({ url, onOther }: { readonly url: string | undefined; readonly onOther: () => void }) {
  const { t } = useTranslation('sign-in')
  return (
    <>
      {url !== undefined && (
        <a className="button secondary compact" href={new URL(url).pathname + new URL(url).search}>
          {t('sent.openDemo')}
        </a>
      )}
      <button className="button quiet compact" type="button" onClick={onOther}>
        {t('sent.other')}
      </button>
    </>
  )
}
