import type { QueryClient } from '@tanstack/react-query'
import { learnReadTime } from '../live/server-time.ts'

/**
 * The answers that the server put into the page, taken once: the first screen needs no request of its own. They are kept
 * under the keys that the screens ask by.
 */
export function takeFirstData(queries: QueryClient, page: Document): void {
  const element = page.getElementById('first-data')
  if (element === null) return
  // Written by our own server from answers of the services; keys and shapes are those of the screens' queries.
  const answers = JSON.parse(element.textContent ?? '[]') as readonly (readonly [readonly unknown[], unknown])[]
  element.remove()
  for (const [key, answer] of answers) {
    queries.setQueryData(key, answer)
    if (isDated(answer)) learnReadTime(answer.serverTime)
  }
}

function isDated(answer: unknown): answer is { readonly serverTime: string } {
  return typeof answer === 'object' && answer !== null && 'serverTime' in answer && typeof answer.serverTime === 'string'
}
