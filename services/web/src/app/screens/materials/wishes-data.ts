import type { Wish } from '@filature/contracts/materials/wish-shapes'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { materials } from '../../api/client.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { type LiveState, useLive } from '../../live/store.ts'
import { usePerson } from '../../session/use-person.ts'
import { type Hold, holdsKey, settle } from './holds-data.ts'

export type { Wish }

const wishesKey = (personId: string | undefined) => ['wishes', personId] as const

/** Own places in queues, with rank and offer, oldest first. */
export function useWishes() {
  const person = usePerson()
  return useQuery({
    queryKey: wishesKey(person?.id),
    queryFn: async () => (await materials('GET /wishes', { query: { limit: 100 } })).items,
    enabled: person !== undefined,
    staleTime: 30_000,
  })
}

export interface Waiting {
  readonly lotId: string
  /** Base units. */
  readonly qty: number
  readonly minQty: number
  readonly idempotencyKey: string
}

export function useJoinQueue() {
  const queries = useQueryClient()
  const person = usePerson()
  return useMutation({
    mutationFn: ({ lotId, qty, minQty, idempotencyKey }: Waiting) =>
      materials('POST /lots/:id/wishes', { params: { id: lotId }, body: { qty, minQty }, idempotencyKey }),
    onSuccess: async (wish) => {
      await putAnswer<readonly Wish[]>(queries, wishesKey(person?.id), (before) => [
        ...(before ?? []).filter(({ wishId }) => wishId !== wish.wishId),
        wish,
      ])
      reread(queries)
    },
  })
}

interface Answering {
  readonly wish: Wish
  readonly idempotencyKey: string
}

/** Leaves the queue; with an offer: leaves it to the next. */
export function useLeaveQueue() {
  const queries = useQueryClient()
  const person = usePerson()
  return useMutation({
    mutationFn: ({ wish, idempotencyKey }: Answering) =>
      materials(wish.offer === null ? 'POST /wishes/:id/close' : 'POST /wishes/:id/decline', {
        params: { id: wish.wishId },
        body: {},
        idempotencyKey,
      }),
    onSuccess: async ({ wishId }) => {
      await putAnswer<readonly Wish[]>(queries, wishesKey(person?.id), (before) => before?.filter((one) => one.wishId !== wishId))
      reread(queries)
    },
  })
}

/** The offer becomes a hold: the answer carries it, so that every row of the page is right at once. */
export function useAcceptOffer() {
  const queries = useQueryClient()
  const person = usePerson()
  return useMutation({
    mutationFn: ({ wish, idempotencyKey }: Answering) =>
      materials('POST /wishes/:id/accept', { params: { id: wish.wishId }, body: {}, idempotencyKey }),
    onSuccess: async (hold, { wish }) => {
      await putAnswer<readonly Wish[]>(queries, wishesKey(person?.id), (before) => before?.filter(({ wishId }) => wishId !== wish.wishId))
      await putAnswer<readonly Hold[]>(queries, holdsKey(person?.id), (before) => [
        ...(before ?? []).filter(({ holdId }) => holdId !== hold.holdId),
        hold,
      ])
      settle(queries, hold.lotId, hold.available, hold.version)
      void queries.invalidateQueries({ queryKey: ['holds'] })
      // What is left of a wish that was offered a part waits on.
      if (wish.offer !== null && wish.offer.qty < wish.qty) reread(queries)
    },
  })
}

function reread(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: ['wishes'] })
  void queries.invalidateQueries({ queryKey: ['lot'], refetchType: 'active' })
}

/** A rank is also others' doing: whatever changes on the lot, the own place is read again. */
export function useWishNews(wish: Wish): void {
  const queries = useQueryClient()
  const lot = useLive<LiveState>(wish.lotId)
  const version = Math.max(lot?.v ?? 0, useLive<LiveState>(wish.wishId)?.v ?? 0)
  const read = useRef(0)
  useEffect(() => {
    if (version <= wish.version || version <= read.current) return
    read.current = version
    void queries.invalidateQueries({ queryKey: ['wishes'] })
  }, [version, wish.version, queries])
}
