import { useQuery } from '@tanstack/react-query'
import { identity, market, materials } from '../../api/client.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { wallClock } from '../../words/opening.ts'

const PLACE_FRESH_MS = 10 * 60_000
const LIST_FRESH_MS = 60_000
/** A depot this near belongs to the place. */
const AT_THE_PLACE_KM = 5

/** A place by its slug or id. */
export function usePlace(slug: string) {
  return useQuery({
    queryKey: ['place', slug],
    queryFn: () => identity('GET /organisations/:id', { params: { id: slug } }),
    staleTime: PLACE_FRESH_MS,
  })
}

/** Sessions to come everywhere, the one that closes first first; those that were cancelled left out. */
export function useSessionsToCome() {
  return useQuery({
    queryKey: ['sessions', 'to-come'],
    queryFn: async () => {
      const { items } = await market('GET /sessions', { query: { from: wallClock(serverNowMs()).date, limit: 100 } })
      return items.filter(({ state }) => state !== 'cancelled' && state !== 'settled')
    },
    staleTime: LIST_FRESH_MS,
  })
}

/** The four newest lots near a point, or of the whole network without one. */
export function useNewestLots(at: { readonly lat: number; readonly lon: number } | undefined) {
  const near = at === undefined ? undefined : `${at.lat},${at.lon}`
  return useQuery({
    queryKey: ['lots', 'newest', near ?? 'all'],
    queryFn: () =>
      materials('GET /lots/search', {
        query: { sort: 'newest', limit: 4, availableOn: 'now', ...(near !== undefined && { near, radiusKm: AT_THE_PLACE_KM }) },
      }),
    staleTime: LIST_FRESH_MS,
  })
}
