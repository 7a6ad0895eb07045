import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused, type Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { announceNow } from '../../pieces/live-region.tsx'
import { lotAmount } from '../../pieces/lot-units.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import type { Hold } from './holds-data.ts'
import { useAcceptOffer, useLeaveQueue, type Wish } from './wishes-data.ts'

/** What one can do with a place in a queue: take what is offered or leave it to the next; leave the queue. */
export function WishActs({ wish, onAccepted }: { readonly wish: Wish; readonly onAccepted?: (hold: Hold) => void }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const say = useRefusalText()
  const accept = useAcceptOffer()
  const leave = useLeaveQueue()
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  // One intention each, kept through retries; a refusal is the answer to its key.
  const keys = useRef({ accept: crypto.randomUUID() as string, leave: crypto.randomUUID() as string })
  const { offer } = wish
  const amount = lotAmount(offer?.qty ?? wish.qty, wish, locale)
  const thing = `${amount}, ${wish.designation}`

  const answer = async (act: () => Promise<string>) => {
    try {
      const said = await act()
      setRefusal(undefined)
      announceNow(said)
    } catch (error) {
      if (!isRefused(error)) throw error
      if (error.problem.code !== 'offline') keys.current = { accept: crypto.randomUUID(), leave: crypto.randomUUID() }
      setRefusal(error)
    }
  }
  const take = async () => {
    const hold = await accept.mutateAsync({ wish, idempotencyKey: keys.current.accept })
    onAccepted?.(hold)
    return t('hold.done', { amount, name: wish.designation })
  }
  const go = async () => {
    await leave.mutateAsync({ wish, idempotencyKey: keys.current.leave })
    return t(offer === null ? 'queue.left' : 'queue.declined')
  }
  return (
    <>
      <div className="out">
        {offer !== null && (
          <WorkingButton
            className="primary compact"
            working={accept.isPending}
            aria-label={t('queue.acceptNamed', { thing })}
            onClick={() => void answer(take)}
          >
            {t('queue.accept')}
          </WorkingButton>
        )}
        <WorkingButton
          className="neutral compact"
          working={leave.isPending}
          aria-label={t(offer === null ? 'queue.leaveNamed' : 'queue.declineNamed', { thing })}
          onClick={() => void answer(go)}
        >
          {t(offer === null ? 'queue.leave' : 'queue.decline')}
        </WorkingButton>
      </div>
      {refusal !== undefined && (
        <div className="full">
          <Refusal
            title={say(refusal, t('queue.offline'))}
            out={
              refusal.problem.code === 'quota-exceeded' ? (
                <Link className="button secondary compact" to="/moi/reservations">
                  {t('refusal.myHolds')}
                </Link>
              ) : (
                <button className="button quiet compact" type="button" onClick={() => setRefusal(undefined)}>
                  {t('refusal.fine')}
                </button>
              )
            }
          >
            {offer !== null && refusal.problem.code === 'quota-exceeded' ? t('queue.stands') : undefined}
          </Refusal>
        </div>
      )}
    </>
  )
}
