import type { HazardName } from '@filature/contracts/materials/vocabulary'
import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { isClosed } from '../lots/availability.ts'
import type { LotCommand } from '../lots/commands.ts'
import type { GateChanges, LotEvent } from '../lots/events.ts'
import type { Lot } from '../lots/lot.ts'

type GateCommand = Extract<
  LotCommand,
  {
    type: 'SyncPlace' | 'RecordNeverWaste' | 'RecordEndOfWaste' | 'ClearHazard' | 'FlagHazard' | 'PublishLot' | 'WithdrawLot'
  }
>

/** The legal gate. `judge` says what a change would make of the lot, so that holders can be told before it is blocked. */
export function decideGate(
  lot: Lot,
  command: GateCommand,
  context: DecisionContext,
  judge: (event: LotEvent) => Lot,
): Accepted<LotEvent> | Refusal {
  const { now: at } = context
  const update = (changes: GateChanges, hazard: HazardName | null = null) => {
    const event: LotEvent = { type: 'GateUpdated', data: { at, changes, hazard } }
    return accept([...warningsIfBlocked(lot, judge(event)), event])
  }
  switch (command.type) {
    case 'SyncPlace':
      return JSON.stringify(command.place) === JSON.stringify(lot.place) ? accept([]) : update({ place: command.place })
    case 'RecordNeverWaste':
      if (lot.matter === 'waste') return refuse('matter-is-waste')
      return update({ matter: 'never-waste', evidence: command.evidence })
    case 'RecordEndOfWaste':
      return update({ matter: 'end-of-waste', evidence: command.evidence })
    case 'ClearHazard': {
      const before = lot.hazards[command.hazard]
      // Asbestos once found is found for ever: no later paper makes the lot fit to hand over.
      if (command.hazard === 'asbestos' && before?.result === 'positive' && command.result === 'cleared') {
        return refuse('hazard-positive', { hazards: 'asbestos' })
      }
      const record = { result: command.result, document: command.document, at }
      return update({ hazards: { ...lot.hazards, [command.hazard]: record } }, command.hazard)
    }
    case 'FlagHazard':
      return update({ otherHazard: command.what }, 'other')
    case 'PublishLot':
      return publish(lot, command.restricted, context)
    case 'WithdrawLot':
      if (lot.holds.length > 0) return refuse('lot-has-holds', { holds: lot.holds.length })
      return accept(lot.withdrawn ? [] : [{ type: 'LotWithdrawn', data: { at, reason: command.reason } }])
  }
}

/** Refusals: the first of the gate's blocks, with all of them in `blocks`. */
function publish(lot: Lot, restrictedByChoice: boolean, { now: at }: DecisionContext): Accepted<LotEvent> | Refusal {
  if (isClosed(lot)) return refuse('lot-closed')
  const first = lot.blocks[0]
  if (first !== undefined) {
    const hazards = lot.blocks.filter(({ code }) => code === first.code).map(({ rule }) => rule)
    return refuse(first.code, {
      blocks: lot.blocks,
      hazards: hazards.join(', '),
      ...(first.missing !== undefined && { missing: first.missing.join(', ') }),
    })
  }
  const isSame = lot.offered && !lot.withdrawn && lot.restrictedByChoice === restrictedByChoice
  return accept(isSame ? [] : [{ type: 'LotPublished', data: { at, restrictedByChoice } }])
}

/** Holders of a lot that fails later are warned, not cut: their pick-up waits. */
function warningsIfBlocked(before: Lot, after: Lot): LotEvent[] {
  const recipients = [...new Set(before.holds.map(({ holder }) => holder.memberId))]
  if (before.publication === 'blocked' || after.publication !== 'blocked' || recipients.length === 0) return []
  const { lotId, code, designation } = before
  return [
    {
      type: 'NotificationAsked',
      data: {
        at: after.at,
        warnedHoldId: null,
        notification: {
          key: 'lot-blocked',
          recipients,
          params: { lotId, code, designation },
          dedupeKey: `lot-blocked/${lotId}/${after.at}`,
        },
      },
    },
  ]
}
