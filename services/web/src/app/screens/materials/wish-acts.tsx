import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useIntentions } from '../../api/use-intentions.ts'
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
  const { act, refusal, forgetRefusal } = useIntentions()
  const { offer } = wish
  const amount = lotAmount(offer?.qty ?? wish.qty, wish, locale)
  const thing = `${amount}, ${wish.designation}`

  const take = () =>
    act('accept', async (idempotencyKey) => {
      const hold = await accept.mutateAsync({ wish, idempotencyKey })
      onAccepted?.(hold)
      announceNow(t('hold.done', { amount, name: wish.designation }))
    })
  const go = () =>
    act(offer === null ? 'leave' : 'decline', async (idempotencyKey) => {
      await leave.mutateAsync({ wish, idempotencyKey })
      announceNow(t(offer === null ? 'queue.left' : 'queue.declined'))
    })
  return (
    <>
      <div className="out">
        {offer !== null && (
          <WorkingButton
            className="primary compact"
            working={accept.isPending}
            aria-label={t('queue.acceptNamed', { thing })}
            onClick={() => void take()}
          >
            {t('queue.accept')}
          </WorkingButton>
        )}
        <WorkingButton
          className="neutral compact"
          working={leave.isPending}
          aria-label={t(offer === null ? 'queue.leaveNamed' : 'queue.declineNamed', { thing })}
          onClick={() => void go()}
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
                <button className="button quiet compact" type="button" onClick={forgetRefusal}>
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
