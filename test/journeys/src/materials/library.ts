import type { LotPage } from '@filature/contracts/materials/lot-shapes'
import type { SearchReply } from '@filature/contracts/materials/search-shapes'
import type { House } from '../stage/house.ts'
import type { Person } from '../stage/person.ts'

/** The library of the Filature, and the hands that change it. */
export interface Library {
  lot(designation: string): Promise<LotPage>
  /** The depot's manager corrects the quantity, so that exactly `left` base units are free. */
  leave(designation: string, left: number): Promise<LotPage>
  hold(
    person: Person,
    lot: LotPage,
    qty: number,
  ): Promise<{
    readonly status: number
    readonly body: { readonly holdId: string; readonly code?: string; readonly nearest?: readonly number[] }
  }>
  /** Everything that somebody holds is given back. */
  releaseAll(person: Person): Promise<void>
}

/** Answers for the Filature's depot. */
const MANAGER = 'Alix F.'

export function libraryOf(house: House): Library {
  const base = '/api/materials/v1'
  /** Lots that were found once: the search does not show what is all held. */
  const known = new Map<string, string>()

  async function lot(designation: string) {
    const lotId = known.get(designation) ?? (await find(designation))
    known.set(designation, lotId)
    return house.visitor.read<LotPage>(`${base}/lots/${lotId}`)
  }

  async function find(designation: string) {
    const { items } = await house.visitor.read<SearchReply>(`${base}/lots/search?limit=100&q=${encodeURIComponent(designation)}`)
    const found = items.find((one) => one.designation === designation)
    if (found === undefined) throw new Error(`no lot of the demonstration is called ${designation}`)
    return found.lotId
  }

  return {
    lot,
    async leave(designation, left) {
      const { lotId, available } = await lot(designation)
      const manager = await house.person(MANAGER)
      if (left !== available)
        await manager.api.done('POST', `${base}/lots/${lotId}/adjust`, {
          delta: left - available,
          reason: left > available ? 'found' : 'damage',
        })
      return lot(designation)
    },
    hold: (person, { lotId }, qty) => person.api.send('POST', `${base}/lots/${lotId}/hold`, { qty }),
    async releaseAll(person) {
      const { items } = await person.api.read<{ items: { holdId: string }[] }>(`${base}/holds`)
      for (const { holdId } of items) await person.api.done('POST', `${base}/holds/${holdId}/release`, {})
    },
  }
}
