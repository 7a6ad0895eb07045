import { serveParent } from './child.ts'
import { type LotsToPrepare, prepareLots } from './prepare-lots.ts'

/** Prepares in a process of its own, so that its memory is gone before anything is measured. */
serveParent<LotsToPrepare>(prepareLots)
