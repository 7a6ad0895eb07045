import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/refused.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { takeAct } from '../../session/pending-act.ts'
import { usePerson } from '../../session/use-person.ts'
import { useLineRefusalWords } from './line-refusal.tsx'
import { type Offer, useSetLine } from './session-data.ts'

/** Somebody asked for a line before signing in: it is set now, once, with the key made then. Shows something only when it could not be. */
export function CarriedOver({ sessionId, offers }: { readonly sessionId: string; readonly offers: readonly Offer[] }) {
  const { t } = useTranslation('market')
  const person = usePerson()
  const words = useLineRefusalWords()
  const { mutate, error, variables, reset } = useSetLine(sessionId)
  useEffect(() => {
    if (person === undefined) return
    const act = takeAct('set-line')
    if (act === undefined) return
    const { offerId, qtyB } = act.values
    if (typeof offerId === 'string' && typeof qtyB === 'number') mutate({ offerId, qtyB, idempotencyKey: act.idempotencyKey })
  }, [person, mutate])
  const offer = offers.find(({ id }) => id === variables?.offerId)
  if (!isRefused(error) || offer === undefined) return null
  return (
    <Refusal
      title={t('session.notKept', { name: offer.name })}
      out={
        <button className="button quiet compact" type="button" onClick={reset}>
          {t('refusal.fine')}
        </button>
      }
    >
      {words(error, offer)}
    </Refusal>
  )
}
