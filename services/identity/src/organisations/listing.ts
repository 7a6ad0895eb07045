import type { Organisation } from '@filature/contracts/identity/http'
import { pageByKey } from '@filature/service-kit/keyset'

/** Without a distance it comes last. */
const FAR = Number.MAX_SAFE_INTEGER

interface Asked {
  /** `latitude,longitude` as it was sent: each has an order of its own. */
  readonly near?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** One page: by distance then id where `near` was asked, else by name as French dictionaries sort, then id. */
export function pageOfOrganisations(all: readonly Organisation[], { near, after, limit }: Asked): { items: Organisation[]; next?: string } {
  return near === undefined
    ? pageByKey(all, { order: 'organisations', keyOf: ({ name, id }) => [name, id], after, limit })
    : pageByKey(all, { order: `organisations near ${near}`, keyOf: ({ km, id }) => [km ?? FAR, id], after, limit })
}
