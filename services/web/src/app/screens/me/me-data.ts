import type { OrderView } from '@filature/contracts/market/order'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { market, notify } from '../../api/client.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { usePerson } from '../../session/use-person.ts'
import { OPEN_BASKETS } from '../../shell/open-basket.ts'

export type Order = OrderView

/** Baskets and confirmed orders of sales that are not over. */
export function useOpenOrders() {
  const person = usePerson()
  return useQuery({
    queryKey: [...OPEN_BASKETS, person?.id],
    queryFn: () => market('GET /my-orders/open', {}),
    enabled: person !== undefined,
  })
}

/** Messages, newest first, a page at a time; in the language of the page. */
export function useInbox(perPage: number) {
  const person = usePerson()
  return useInfiniteQuery({
    queryKey: ['inbox', 'list', person?.id, currentLocale(), perPage],
    queryFn: ({ pageParam }) => notify('GET /inbox', { query: { limit: perPage, ...(pageParam !== undefined && { after: pageParam }) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: person !== undefined,
  })
}

export function useMarkRead() {
  const queries = useQueryClient()
  const reread = () => queries.invalidateQueries({ queryKey: ['inbox'] })
  const one = useMutation({ mutationFn: (id: string) => notify('POST /inbox/:id/read', { params: { id } }), onSuccess: reread })
  const all = useMutation({ mutationFn: () => notify('POST /inbox/read-all', {}), onSuccess: reread })
  return { one, all }
}
