const BARS = [3, 6, 9, 12, 15]

/** What is left, as strands: a full bundle, counted when few, cut when none, hatched when stale. Words beside say the same. */
export function Strands({
  count,
  out = false,
  stale = false,
}: {
  readonly count: number
  readonly out?: boolean
  readonly stale?: boolean
}) {
  return (
    <svg viewBox="0 0 18 16" aria-hidden="true">
      {out ? (
        <>
          <path d="M3 2V5M6 2V5M9 2V5M12 2V5M15 2V5M3 11V14M6 11V14M9 11V14M12 11V14M15 11V14" opacity=".7" />
          <path d="M1 8H17" />
        </>
      ) : (
        BARS.map((x, index) => (
          <path key={x} d={`M${x} 2V14`} opacity={index < count ? undefined : '.25'} strokeDasharray={stale ? '2 3' : undefined} />
        ))
      )}
    </svg>
  )
}

export type StockKind = 'available' | 'few' | 'last' | 'out' | 'stale'

/** The line under a thing that says how many are left; `text` is the words, made by the screen that knows the unit. */
export function Stock({
  kind,
  strands,
  text,
  changed = false,
}: {
  readonly kind: StockKind
  readonly strands: number
  readonly text: string
  readonly changed?: boolean
}) {
  return (
    <p className={`stock is-${kind}`}>
      <Strands count={strands} out={kind === 'out'} stale={kind === 'stale'} />
      <span className={changed ? 'changed' : undefined}>{text}</span>
    </p>
  )
}
