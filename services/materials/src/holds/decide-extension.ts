import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { isLive, stockOf } from '../lots/availability.ts'
import type { LotCommand } from '../lots/commands.ts'
import type { LotEvent } from '../lots/events.ts'
import type { Lot, LotHold } from '../lots/lot.ts'
import { inLine } from '../wishes/queue.ts'
import { type HoldReply, replyOf } from './decide-hold.ts'
import { warningsFor } from './lapse.ts'
import { tellHolder } from './notices.ts'
import type { HoldPolicy } from './policy.ts'

type Extending = Extract<LotCommand, { type: 'ExtendHold' | 'AnswerExtension' }>

/**
 * Keeps a live hold longer. While others wait for the lot the depot is asked instead, once, and its manager answers.
 * Refusals `hold-ended`, `wrong-state`, `extension-used`, `extension-denied`.
 */
export function extendHold(lot: Lot, command: Extending, { now: at }: DecisionContext, policy: HoldPolicy): Accepted<LotEvent> | Refusal {
  const hold = lot.holds.find(({ holdId }) => holdId === command.holdId)
  if (hold === undefined || !isLive(hold, at)) return refuse('hold-ended')
  if (hold.kind !== 'held' || hold.expiresAt === null) return refuse('wrong-state')
  const { available } = stockOf(lot, at)
  const longer = () => extended(hold, hold.expiresAt ?? at, command.extensionMs, at, policy)

  if (command.type === 'AnswerExtension') {
    if (hold.extension !== 'asked') return refuse('wrong-state')
    if (command.granted) {
      const kept = longer()
      return accept<LotEvent, HoldReply>(
        [tellHolder('hold-extended', lot, kept, at), { type: 'HoldExtended', data: { at, hold: kept } }],
        replyOf(kept, available),
      )
    }
    const denied: LotHold = { ...hold, extension: 'denied' }
    return accept<LotEvent, HoldReply>(
      [tellHolder('extension-denied', lot, hold, at), { type: 'ExtensionDenied', data: { at, hold: denied } }],
      replyOf(denied, available),
    )
  }

  if (hold.extensions >= policy.extensionsMost) return refuse('extension-used', { extensionsMost: policy.extensionsMost })
  const othersWait = inLine(lot).some(({ holder }) => holder.id !== hold.holder.id)
  if (othersWait && hold.extension === 'denied') return refuse('extension-denied')
  if (othersWait) {
    const asked: LotHold = { ...hold, extension: 'asked' }
    return accept<LotEvent, HoldReply>(
      hold.extension === 'asked' ? [] : [{ type: 'ExtensionAsked', data: { at, hold: asked } }],
      replyOf(asked, available),
    )
  }
  const kept = longer()
  return accept<LotEvent, HoldReply>([{ type: 'HoldExtended', data: { at, hold: kept } }], replyOf(kept, available))
}

function extended(hold: LotHold, from: Lot['at'], extensionMs: number | undefined, now: Lot['at'], policy: HoldPolicy): LotHold {
  const expiresAt = plusMs(from, Math.min(extensionMs ?? policy.extensionMs, policy.extensionMs))
  const { extension: _answered, ...rest } = hold
  return { ...rest, expiresAt, extensions: hold.extensions + 1, warnAt: warningsFor(expiresAt, now, policy) }
}
