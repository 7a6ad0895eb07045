import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { isRefused, type Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Field } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { useReturnPath } from './use-arrival.ts'

/** The mail link: nothing to remember, and the same address signs up. */
export function MailForm({ email, onEmail }: { readonly email: string; readonly onEmail: (email: string) => void }) {
  const { t } = useTranslation('sign-in')
  const say = useRefusalText()
  const returnTo = useReturnPath()
  const [working, setWorking] = useState(false)
  const [sentTo, setSentTo] = useState<string | undefined>(undefined)
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)

  const send = async () => {
    setWorking(true)
    setRefusal(undefined)
    try {
      await identity('POST /magic-links', { body: { email, returnTo } })
      setSentTo(email)
    } catch (error) {
      if (!isRefused(error)) throw error
      setRefusal(error)
    } finally {
      setWorking(false)
    }
  }

  if (sentTo !== undefined) return <Sent email={sentTo} onOther={() => setSentTo(undefined)} />
  return (
    <form
      className="stack-16"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Field
        label={t('mail.label')}
        help={t('mail.help')}
        error={refusal?.problem.errors?.[0]?.message}
        type="email"
        inputMode="email"
        autoComplete="email"
        name="email"
        placeholder={t('mail.placeholder')}
        required
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
      {refusal !== undefined && refusal.problem.errors === undefined && <Refusal title={say(refusal)} />}
      <WorkingButton className="primary wide" type="submit" working={working} workingText={t('mail.sending')}>
        <Icon name="mail" />
        {t('mail.send')}
      </WorkingButton>
    </form>
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
    <Refusal kind="good" icon="mail" title={t('sent.title')} assertive={false} out={<SentOut url={data?.url} onOther={onOther} />}>
      {t('sent.text', { email })}
    </Refusal>
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
