import { useQuery } from '@tanstack/react-query'
import { identity } from '../api/client.ts'

const STORED = 'filature.place'
const FRESH_MS = 10 * 60_000

export function usePlaces() {
  return useQuery({ queryKey: ['places'], queryFn: () => identity('GET /places', {}), staleTime: FRESH_MS })
}

/** The place one is in: the last one chosen here, else the first of the network that holds a market. */
export function useCurrentPlace() {
  const { data } = usePlaces()
  const chosen = storedPlace()
  return (
    data?.items.find(({ id, slug }) => (slug ?? id) === chosen) ??
    data?.items.find(({ activities }) => activities.includes('market')) ??
    data?.items[0]
  )
}

function storedPlace(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

/** Kept here, and in a cookie for the server's first page. */
export function choosePlace(slug: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `place=${encodeURIComponent(slug)}; path=/; max-age=31536000; samesite=lax`
  try {
    localStorage.setItem(STORED, slug)
  } catch {
    // A browser that keeps nothing: the place is chosen again next time.
  }
}
