/** What stands around a screen; by default everything. */
export interface Frame {
  /** The screen brings its own boxes, some over the whole width. */
  readonly wide?: boolean
  /** Only the brand and the language: nothing that leads away. */
  readonly plain?: boolean
  /** false: no dock on the phone, because the page has one act of its own at the bottom. */
  readonly dock?: boolean
}
