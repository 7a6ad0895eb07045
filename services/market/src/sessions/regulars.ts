import type { Projection } from '@filature/aggregates/projection'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import type { Store } from '@filature/store/port'

/** Who has ordered in a hub before: they are told when the next sale opens. */
interface Regular {
  readonly hubId: string
  readonly memberId: string
}

const REGULARS = 'regulars'
const PAGE = 500

export const regulars: Projection<Regular> = {
  collection: { name: REGULARS, indexes: { byHub: ['hubId'] } },
  topics: [topicOf('market')],
  types: [eventType('market', 'OrderConfirmed')],
  // The payload is this service's own, checked against the catalogue before it was published.
  rowsOf: ({ data }) => {
    const { hubId, memberId } = data as Regular
    return [`${hubId}|${memberId}`]
  },
  apply: (_, { data }) => {
    const { hubId, memberId } = data as Regular
    return { hubId, memberId }
  },
}

/** Member ids, in the order of their rows. */
export async function regularsOf(store: Store, hubId: string): Promise<readonly string[]> {
  const found: string[] = []
  let after: string | undefined
  do {
    const page = await store.find(REGULARS, { where: { hubId }, limit: PAGE, ...(after !== undefined && { after }) })
    for (const { document } of page.items) found.push((document as Regular).memberId)
    after = page.next
  } while (after !== undefined)
  return found
}
