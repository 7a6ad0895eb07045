import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { market } from '../../api/client.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { isRefused } from '../../api/refused.ts'
import { learnReadTime, learnServerTime } from '../../live/server-time.ts'
import { apply } from '../../live/store.ts'
import { usePerson } from '../../session/use-person.ts'
import { OPEN_BASKETS } from '../../shell/open-basket.ts'

export type Offer = OfferView
export type Order = OrderView
export type OrderLine = OrderView['lines'][number]

export function useSession(id: string) {
  return useQuery({ queryKey: ['session', id], queryFn: () => market('GET /sessions/:id', { params: { id } }), staleTime: 60_000 })
}

export function useOffers(sessionId: string) {
  return useQuery({
    queryKey: ['offers', sessionId],
    queryFn: async () => {
      const reply = await market('GET /sessions/:id/offers', { params: { id: sessionId } })
      learnReadTime(reply.serverTime)
      return reply.items
    },
    // The live room keeps stock current; prices and listings are read again now and then.
    staleTime: 60_000,
  })
}

export const myOrderKey = (sessionId: string, personId: string | undefined) => ['my-order', sessionId, personId] as const

/** The person's own order in this session, basket or confirmed; null when there is none. */
export function useMyOrder(sessionId: string) {
  const person = usePerson()
  return useQuery({
    queryKey: myOrderKey(sessionId, person?.id),
    queryFn: async () => {
      try {
        const order = await market('GET /sessions/:id/my-order', { params: { id: sessionId } })
        learnReadTime(order.serverTime)
        return order
      } catch (error) {
        if (isRefused(error, 'not-found')) return null
        throw error
      }
    },
    enabled: person !== undefined,
  })
}

export interface LineWish {
  readonly offerId: string
  readonly qtyB: number
  readonly idempotencyKey: string
  readonly adult?: true
}

/** Sets a line to an absolute quantity. The answer carries line, totals and stock, so the screen is right at once. */
export function useSetLine(sessionId: string) {
  const person = usePerson()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ offerId, qtyB, idempotencyKey, adult }: LineWish) =>
      market('PUT /sessions/:id/my-order/lines/:offerId', {
        params: { id: sessionId, offerId },
        body: { qtyB, ...(adult === true && { adult }) },
        idempotencyKey,
      }),
    onSuccess: async ({ line, order, stock, serverTime }, { offerId }) => {
      learnServerTime(serverTime)
      apply([{ ...stock, available: stock.availableB, held: stock.heldB }])
      await putAnswer<Order | null>(queries, myOrderKey(sessionId, person?.id), (before) => {
        if (before === null || before === undefined) return before
        const others = before.lines.filter((other) => other.offerId !== offerId)
        const at = before.lines.findIndex((other) => other.offerId === offerId)
        const lines =
          line === null ? others : at === -1 ? [...others, line] : before.lines.map((other) => (other.offerId === offerId ? line : other))
        return { ...before, lines, totals: order.totals, expiresAt: order.expiresAt, state: order.state }
      })
      void queries.invalidateQueries({ queryKey: OPEN_BASKETS })
      // No basket yet, or one that is being read since before this line. Waited for: until the line is there, whoever set it
      // goes on showing what was asked.
      if (queries.getQueryData<Order | null>(myOrderKey(sessionId, person?.id)) == null)
        await queries.invalidateQueries({ queryKey: myOrderKey(sessionId, person?.id) })
    },
  })
}

export function useExtend(sessionId: string) {
  const person = usePerson()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (idempotencyKey: string) =>
      market('POST /sessions/:id/my-order/extend', { params: { id: sessionId }, body: {}, idempotencyKey }),
    onSuccess: ({ order }) => putAnswer<Order | null>(queries, myOrderKey(sessionId, person?.id), order),
  })
}
