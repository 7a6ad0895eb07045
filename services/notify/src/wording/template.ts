import type { NotifyTopic } from '@filature/contracts/notify/http'

export interface Wording {
  /** Two to six words: what is. */
  readonly title: string
  /** What it means for the reader, and what to do. */
  readonly text: string
}

/** The words of one kind of message; blanks as in `render.ts`. Words follow the guide: short, present, the thing by its name. */
export interface Template {
  readonly fr: Wording
  readonly en: Wording
  /** Path of the screen it is about, blanks as in texts. */
  readonly path: string
}

/** By key, of one service. */
export type Templates = Readonly<Record<string, Template>>

export interface ServiceTemplates {
  readonly topic: NotifyTopic
  readonly templates: Templates
}
