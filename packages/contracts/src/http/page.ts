import { z } from 'zod'

export const PAGE_DEFAULT = 24
export const PAGE_MOST = 100

/** Keyset paging, the same on every list. */
export const pageQuery = z.strictObject({
  after: z.string().max(400).optional().meta({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(PAGE_MOST).default(PAGE_DEFAULT),
})

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().optional().meta({ description: 'absent on the last page' }) })
}
