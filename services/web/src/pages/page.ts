import type { Organisation } from '@filature/contracts/identity/http'
import type { Reads } from '../reads.ts'
import type { Art } from '../serving/art.ts'
import type { Reader } from '../serving/reader.ts'
import type { Html } from './html.ts'
import type { Say } from './texts.ts'

export interface PageContext {
  readonly reads: Reads
  readonly reader: Reader
  readonly say: Say
  /** `https://filature.example`, without a slash at its end. */
  readonly origin: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly art: Art
  /** A drawing of ours as markup; `undefined` beyond what is worth sending with the page. */
  readonly drawing: (kind: 'produce' | 'materials' | 'scenes', name: string) => Html | undefined
  readonly today: string
  /** Of the network; the bar names the one that was chosen. */
  readonly places: readonly Organisation[]
  /** true: the bar says that nothing here is real. */
  readonly demo: boolean
}

/** What a public page shows before any script runs. */
export interface Page {
  readonly status: 200 | 404
  readonly title: string
  readonly description: string
  /** Picture for those who share the link: a path. */
  readonly image?: string
  /** schema.org objects. */
  readonly linkedData: readonly Readonly<Record<string, unknown>>[]
  readonly main: Html
  /** Parts that go over the whole width bring their own `content` boxes. */
  readonly wide?: boolean
  /** Answers the application would ask for first, by the key under which it keeps them. */
  readonly firstData: readonly (readonly [key: readonly unknown[], answer: unknown])[]
}

/** Another address says it: the one of today's market. */
export interface Elsewhere {
  readonly to: string
}

/** Parameters are the named parts of the path. */
export type PageBuilder = (context: PageContext, params: Readonly<Record<string, string>>) => Promise<Page | Elsewhere | undefined>
