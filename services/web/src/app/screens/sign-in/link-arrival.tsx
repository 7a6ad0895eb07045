import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { isRefused, type Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { signedIn } from '../../session/token.ts'
import { type Arrived, useArrival } from './use-arrival.ts'

/** The link of a mail, handed back once: what opens links only to look at them signs nobody in. */
export function LinkArrival({ token, onNew }: { readonly token: string; readonly onNew: (arrived: Arrived) => void }) {
  const { t } = useTranslation('sign-in')
  const say = useRefusalText()
  const arrive = useArrival()
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  const asked = useRef(false)
  useEffect(() => {
    // A link works once; React's development mode would use it twice.
    if (asked.current) return
    asked.current = true
    identity('POST /magic-links/redeem', { body: { token } }).then(
      (arrived) => {
        if (!arrived.newMember) return arrive(arrived)
        signedIn(arrived)
        onNew(arrived)
      },
      (error: unknown) => {
        if (!isRefused(error)) throw error
        setRefusal(error)
      },
    )
  }, [token, arrive, onNew])
  if (refusal !== undefined) return <Refusal title={say(refusal)} />
  return (
    <Refusal kind="info" icon="door-enter" title={t('link.entering')} assertive={false}>
      {t('link.moment')}
    </Refusal>
  )
}
