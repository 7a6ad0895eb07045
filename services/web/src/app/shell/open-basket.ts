import { useQuery } from '@tanstack/react-query'
import { market } from '../api/client.ts'
import { usePerson } from '../session/use-person.ts'

/** Baskets that are still open, in all sessions. The key that market screens invalidate after a change of lines. */
export const OPEN_BASKETS = ['my-orders', 'open'] as const

/** Lines kept in open baskets, for the number on the dock. */
export function useOpenBasketLines(): number {
  const person = usePerson()
  const { data } = useQuery({
    queryKey: [...OPEN_BASKETS, person?.id],
    queryFn: () => market('GET /my-orders/open', {}),
    enabled: person !== undefined,
  })
  return person === undefined ? 0 : (data?.items.reduce((sum, order) => sum + (order.state === 'basket' ? order.lines.length : 0), 0) ?? 0)
}
