import type { ImpactDetail } from '@filature/contracts/materials/impact-shapes'
import type { LotPage } from '@filature/contracts/materials/lot-shapes'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { materials } from '../../api/client.ts'

export type Lot = LotPage
export type Detail = ImpactDetail

/** Several changes within this time are one reading of the page. */
const READ_AGAIN_MS = 400

export const lotKey = (code: string, near: string) => ['lot', code, near] as const

/** A lot with its passport. `near`: `lat,lon` that it would go to. */
export function useLot(code: string, near: string) {
  return useQuery({
    queryKey: lotKey(code, near),
    queryFn: () => materials('GET /lots/:id', { params: { id: code }, query: { near } }),
    // The same lot seen from another town stays while it is read again; another lot never stands in for this one.
    placeholderData: (before) => (before?.code === code || before?.lotId === code ? before : undefined),
    staleTime: 60_000,
  })
}

/** Mass, volume, price and climate figure of a quantity, with every term. */
export function useDetail(lotId: string | undefined, qty: number, near: string) {
  return useQuery({
    queryKey: ['lot-impact', lotId, qty, near],
    queryFn: ({ signal }) => materials('GET /lots/:id/impact', { params: { id: lotId ?? '' }, query: { qty, near }, signal }),
    enabled: lotId !== undefined && qty > 0,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  })
}

/** The live room tells quantities; what else the page says of holds is read again when a newer version is there. */
export function useReadAgain(lot: Lot | undefined, version: number): void {
  const queries = useQueryClient()
  const read = useRef(version)
  useEffect(() => {
    if (lot === undefined || version <= lot.version || version <= read.current) return
    const timer = setTimeout(() => {
      read.current = version
      void queries.invalidateQueries({ queryKey: ['lot', lot.code] })
    }, READ_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [lot, version, queries])
}

export interface Figures {
  readonly massG: number | null
  readonly volumeCm3: number | null
  readonly priceCents: number | null
  readonly impact: Detail['impact']
  /** False while the figures are those of another quantity, brought to this one. */
  readonly exact: boolean
}

/** Figures for `qty`: all are proportional to the quantity, so they follow the keys while the exact answer is on its way. */
export function figuresFor(detail: Detail | undefined, qty: number): Figures | undefined {
  if (detail === undefined || qty <= 0) return undefined
  const { massG, volumeCm3, priceCents, impact } = detail
  if (detail.qty === qty) return { massG, volumeCm3, priceCents, impact, exact: true }
  const share = (value: number) => Math.round((value * qty) / detail.qty)
  const some = (value: number | null) => (value === null ? null : share(value))
  return {
    massG: some(massG),
    volumeCm3: some(volumeCm3),
    priceCents: some(priceCents),
    impact:
      impact === null
        ? null
        : {
            ...impact,
            netG: share(impact.netG),
            low: share(impact.low),
            high: share(impact.high),
            avoidedG: share(impact.avoidedG),
            transportG: share(impact.transportG),
          },
    exact: false,
  }
}
