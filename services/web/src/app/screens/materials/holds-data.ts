import type { Hold } from '@filature/contracts/materials/hold-shapes'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { materials } from '../../api/client.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { apply, type LiveState, useLive } from '../../live/store.ts'
import { usePerson } from '../../session/use-person.ts'

export type { Hold }

export const holdsKey = (personId: string | undefined) => ['holds', personId] as const

/** Own holds, those that end first first. */
export function useHolds() {
  const person = usePerson()
  return useQuery({
    queryKey: holdsKey(person?.id),
    queryFn: async () => (await materials('GET /holds', { query: { limit: 100 } })).items,
    enabled: person !== undefined,
    staleTime: 30_000,
  })
}

export interface HoldWish {
  readonly lotId: string
  /** Base units. */
  readonly qty: number
  readonly idempotencyKey: string
}

/** The answer carries hold and stock, so that every row of this page is right at once. */
export function useTakeHold() {
  const queries = useQueryClient()
  const person = usePerson()
  return useMutation({
    mutationFn: ({ lotId, qty, idempotencyKey }: HoldWish) =>
      materials('POST /lots/:id/hold', { params: { id: lotId }, body: { qty }, idempotencyKey }),
    onSuccess: async (hold) => {
      await putAnswer<readonly Hold[]>(queries, holdsKey(person?.id), (before) => [
        ...(before ?? []).filter(({ holdId }) => holdId !== hold.holdId),
        hold,
      ])
      settle(queries, hold.lotId, hold.available, hold.version)
      void queries.invalidateQueries({ queryKey: holdsKey(person?.id) })
    },
  })
}

export function useExtendHold() {
  const queries = useQueryClient()
  const person = usePerson()
  return useMutation({
    mutationFn: ({ holdId, idempotencyKey }: { readonly holdId: string; readonly idempotencyKey: string }) =>
      materials('POST /holds/:id/extend', { params: { id: holdId }, body: {}, idempotencyKey }),
    onSuccess: async (hold) => {
      await putAnswer<readonly Hold[]>(queries, holdsKey(person?.id), (before) =>
        before?.map((one) => (one.holdId === hold.holdId ? hold : one)),
      )
      settle(queries, hold.lotId, hold.available, hold.version)
    },
  })
}

export function useReleaseHold() {
  const queries = useQueryClient()
  const person = usePerson()
  return useMutation({
    mutationFn: ({ hold, idempotencyKey }: { readonly hold: Hold; readonly idempotencyKey: string }) =>
      materials('POST /holds/:id/release', { params: { id: hold.holdId }, body: {}, idempotencyKey }),
    onSuccess: async ({ holdId, lotId, available, version }) => {
      await putAnswer<readonly Hold[]>(queries, holdsKey(person?.id), (before) => before?.filter((one) => one.holdId !== holdId))
      settle(queries, lotId, available, version)
      void queries.invalidateQueries({ queryKey: ['holds-ended'] })
    },
  })
}

/** The lot's row and page follow an answer at once. */
export function settle(queries: ReturnType<typeof useQueryClient>, lotId: string, available: number, version: number): void {
  apply([{ id: lotId, v: version, available }])
  void queries.invalidateQueries({ queryKey: ['lot'], refetchType: 'active' })
}

interface OwnHold extends LiveState {
  readonly state?: string
}

/** Own holds also end or change elsewhere (another window, the depot, the clock): then the list is read again. */
export function useHoldNews(holdId: string): void {
  const queries = useQueryClient()
  const news = useLive<OwnHold>(holdId)
  const known = useRef(news?.v)
  useEffect(() => {
    if (news === undefined || news.v === known.current) return
    known.current = news.v
    void queries.invalidateQueries({ queryKey: ['holds'] })
    void queries.invalidateQueries({ queryKey: ['holds-ended'] })
  }, [news, queries])
}
