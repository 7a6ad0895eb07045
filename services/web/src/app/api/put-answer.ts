import type { QueryClient, QueryKey, Updater } from '@tanstack/react-query'

/**
 * Puts what a command answered into what the screen has read. A read that is on its way may have been answered before the
 * command was done: it is begun again, so that nothing that is past comes back.
 */
export async function putAnswer<Data>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: Updater<Data | undefined, Data | undefined>,
): Promise<void> {
  const isReading = queries.isFetching({ queryKey, exact: true }) > 0
  await queries.cancelQueries({ queryKey, exact: true })
  queries.setQueryData<Data>(queryKey, change)
  if (isReading) void queries.invalidateQueries({ queryKey, exact: true })
}
