import type { Deed } from './members.ts'
import type { Belongings } from './scene.ts'

/**
 * What is missing or too much among a member's belongings after a kill, given what was acknowledged before it and the one
 * request whose fate is unknown: that one has happened or not, and nothing else differs.
 */
export function brokenPromises(deeds: readonly Deed[], before: Belongings, after: Belongings): readonly string[] {
  return [...brokenLines(deeds, before, after), ...brokenHolds(deeds, before, after), ...brokenState(deeds, before, after)]
}

const wasAccepted = ({ answer }: Deed) => answer !== undefined && answer.status < 300

function brokenLines(deeds: readonly Deed[], before: Belongings, after: Belongings): string[] {
  const expected = new Map(
    before.order.lines.filter(({ claim }) => claim !== 'released').map(({ offerId, qtyB }) => [offerId, new Set([qtyB])]),
  )
  for (const deed of deeds.filter(({ kind }) => kind === 'line')) {
    const offerId = deed.request.path.split('/').at(-1) ?? ''
    const { qtyB } = deed.request.body as { qtyB: number }
    if (wasAccepted(deed)) expected.set(offerId, new Set([qtyB]))
    else if (deed.answer === undefined) expected.set(offerId, new Set([...(expected.get(offerId) ?? [0]), qtyB]))
  }
  const actual = new Map(after.order.lines.filter(({ claim }) => claim !== 'released').map(({ offerId, qtyB }) => [offerId, qtyB]))
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((offerId) => {
    const quantity = actual.get(offerId) ?? 0
    const possible = expected.get(offerId) ?? new Set([0])
    return possible.has(quantity) ? [] : [`line ${offerId}: ${quantity}, not ${[...possible].join(' or ')}`]
  })
}

function brokenHolds(deeds: readonly Deed[], before: Belongings, after: Belongings): string[] {
  const expiries = new Map(before.holds.map(({ holdId, expiresAt }): [string, unknown] => [holdId, expiresAt]))
  const perhapsGone = new Set<string>()
  let unknown = 0
  for (const deed of deeds) {
    if (deed.kind === 'hold' && wasAccepted(deed)) expiries.set(String(deed.answer?.body['holdId']), deed.answer?.body['expiresAt'])
    if (deed.kind === 'hold' && deed.answer === undefined) unknown += 1
    if (deed.kind !== 'release') continue
    const holdId = deed.request.path.split('/').at(-2) ?? ''
    if (wasAccepted(deed)) expiries.delete(holdId)
    else if (deed.answer === undefined) perhapsGone.add(holdId)
  }
  const actual = new Map(after.holds.map(({ holdId, expiresAt }): [string, unknown] => [holdId, expiresAt]))
  const wrong = [...expiries].flatMap(([holdId, expiresAt]) => {
    if (!actual.has(holdId)) return perhapsGone.has(holdId) ? [] : [`hold ${holdId} is gone`]
    return actual.get(holdId) === expiresAt ? [] : [`hold ${holdId} ends ${actual.get(holdId)}, not ${expiresAt}`]
  })
  const foreign = [...actual.keys()].filter((holdId) => !expiries.has(holdId))
  return foreign.length > unknown ? [...wrong, `${foreign.length} holds that nobody acknowledged: ${foreign.join(', ')}`] : wrong
}

/** The order stands as the last answer said; 202 says only that its confirmation is under way. */
function brokenState(deeds: readonly Deed[], before: Belongings, after: Belongings): string[] {
  let expected: unknown = before.order.state
  for (const { kind, answer } of deeds.filter((deed) => deed.kind === 'line' || deed.kind === 'confirm')) {
    if (answer === undefined) expected = undefined
    else if (answer.status < 300) expected = kind === 'confirm' ? answer.body['state'] : (answer.body['order'] as { state: unknown }).state
  }
  if (expected === undefined || expected === 'confirming') return []
  return after.order.state === expected ? [] : [`the order is ${after.order.state}, not ${expected}`]
}
