import type { Page, Store } from '@filature/store/port'

/** Rows read at a time while a filter looks for matches. */
const STRIDE = 250

export interface Scanned<Document> {
  readonly items: readonly { readonly id: string; readonly version: number; readonly document: Document }[]
  readonly next?: string
}

/**
 * A page of a catalogue by name, through a filter that no index serves: reads on until the page is full. Catalogues are
 * small (10 000 products). `Document`: what the collection's only writer keeps in it.
 */
export async function scanned<Document>(
  store: Store,
  collection: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  fits: (document: Document) => boolean,
): Promise<Scanned<Document>> {
  const read = (from: string | undefined, most: number): Promise<Page> =>
    store.find(collection, { orderBy: { field: 'sortName', direction: 'asc' }, limit: most, ...(from !== undefined && { after: from }) })
  const items: { id: string; version: number; document: Document }[] = []
  let cursor = after
  for (;;) {
    const page = await read(cursor, STRIDE)
    for (const [index, { id, version, document }] of page.items.entries()) {
      // See the type parameter.
      const typed = document as Document
      if (!fits(typed)) continue
      items.push({ id, version, document: typed })
      if (items.length < limit) continue
      // The page ends inside this stretch: the same stretch, cut after the last match, has the cursor to go on from.
      const { next } = index + 1 === page.items.length ? page : await read(cursor, index + 1)
      return { items, ...(next !== undefined && { next }) }
    }
    if (page.next === undefined) return { items }
    cursor = page.next
  }
}
