import type { GivenQuery } from '@filature/contracts/http/endpoint'
import type { materialsApi } from '@filature/contracts/materials/http'
import type { SearchReply } from '@filature/contracts/materials/search-shapes'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { materials } from '../../api/client.ts'
import { type Filters, writeFilters } from './search-filters.ts'

type Query = GivenQuery<(typeof materialsApi)['endpoints']['GET /lots/search']>
export type Facets = SearchReply['facets']

/** Stock is kept current by the live rooms; the list itself is not sorted again under the reader. */
const LIST_FRESH_MS = 5 * 60_000

/** Pages of the search; what was shown stays until the next answer is there. */
export function useLotSearch(filters: Filters) {
  const query = writeFilters(filters)
  return useInfiniteQuery({
    queryKey: ['lots', 'search', query],
    queryFn: ({ pageParam, signal }) =>
      // Written by `writeFilters` with the contract's own names; the service reads numbers from the texts.
      materials('GET /lots/search', { query: { ...query, ...(pageParam !== '' && { after: pageParam }) } as Query, signal }),
    initialPageParam: '',
    getNextPageParam: (last: SearchReply) => last.next,
    placeholderData: keepPreviousData,
    staleTime: LIST_FRESH_MS,
    refetchOnWindowFocus: false,
  })
}

/** Groups and families with their labels; they change with a release only. */
export function useFamilies() {
  return useQuery({ queryKey: ['families'], queryFn: () => materials('GET /families', {}), staleTime: Number.POSITIVE_INFINITY })
}
