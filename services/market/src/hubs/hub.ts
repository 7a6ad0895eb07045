import type { HubBody, hubPolicyBody } from '@filature/contracts/market/hub'
import { accept, type Decider, type Decision } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { z } from 'zod'

/** A place that sells: its points, policy, bands and packagings. */
export type Hub = HubBody

/** Parts of a hub; what is left out stays as it is. */
export type HubParts = z.output<typeof hubPolicyBody>

export type HubCommand = { readonly type: 'OpenHub'; readonly hub: Hub } | { readonly type: 'SetHubPolicy'; readonly parts: HubParts }

export interface HubEvent {
  readonly type: 'HubConfigured'
  readonly data: Hub
}

export const hubDecider: Decider<Hub | null, HubCommand, HubEvent> = {
  aggregate: 'hub',
  initial: null,
  decide: decideHub,
  evolve: (_, event) => event.data,
  publish: ({ data }, _, { id }) => ({
    hubId: id,
    orgId: data.orgId,
    name: data.name,
    town: data.town,
    saleMode: data.saleMode,
    points: data.points.map((point) => ({ id: point.id, name: point.name })),
  }),
}

/** Refuses: base-band-missing (I1), not-found. */
function decideHub(hub: Hub | null, command: HubCommand): Decision<HubEvent> {
  if (command.type === 'SetHubPolicy' && hub === null) return refuse('not-found')
  const wanted = command.type === 'OpenHub' ? command.hub : { ...hub, ...defined(command.parts) }
  // OpenHub brings a whole hub, SetHubPolicy merges parts into one: both give every field.
  const next = wanted as Hub
  const wrong = wrongBands(next)
  if (wrong !== undefined) return wrong
  if (hub !== null && JSON.stringify(hub) === JSON.stringify(next)) return accept([])
  return accept([{ type: 'HubConfigured', data: next }])
}

/** I1: whoever wants to pay the price must find it. */
function wrongBands({ bands }: Hub): Refusal | undefined {
  return bands.some(({ pctBp }) => pctBp === 10_000) ? undefined : refuse('base-band-missing')
}

function defined(parts: HubParts): Partial<Hub> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
}
