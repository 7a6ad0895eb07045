import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { isRefused, type Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Field } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { type Arrived, useArrival } from './use-arrival.ts'

/** The first time here: one name, what others will read. It can be left for later. */
export function NameForm({ arrived }: { readonly arrived: Arrived }) {
  const { t } = useTranslation('sign-in')
  const say = useRefusalText()
  const arrive = useArrival()
  const [name, setName] = useState('')
  const [working, setWorking] = useState(false)
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)

  const keep = async () => {
    setWorking(true)
    setRefusal(undefined)
    try {
      const { version } = await identity('GET /members/me', {})
      const { displayName } = await identity('PATCH /members/me', { body: { displayName: name.trim() }, ifMatch: version })
      await arrive({ ...arrived, member: { ...arrived.member, displayName } })
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
        void keep()
      }}
    >
      <Field
        label={t('name.label')}
        help={t('name.help')}
        error={refusal?.problem.errors?.[0]?.message}
        autoComplete="name"
        name="name"
        maxLength={60}
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {refusal !== undefined && refusal.problem.errors === undefined && <Refusal title={say(refusal)} />}
      <WorkingButton className="primary wide" type="submit" working={working}>
        <Icon name="check" />
        {t('name.keep')}
      </WorkingButton>
      <button className="button quiet wide" type="button" onClick={() => void arrive(arrived)}>
        {t('name.later')}
      </button>
    </form>
  )
}
