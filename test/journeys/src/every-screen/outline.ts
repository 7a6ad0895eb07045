/** Items of a list that a snapshot keeps; the others are like them. */
const KEPT_ITEMS = 2

/**
 * What a screen reader meets, from Playwright's aria snapshot, made to last: figures and times are masked, long lists keep
 * their first items.
 */
export function outlineOf(snapshot: string): string {
  const lines = snapshot.split('\n')
  const kept: string[] = []
  /** How many items were seen at each depth since something else stood there. */
  let items = new Map<number, number>()
  let leaving: number | undefined
  for (const line of lines) {
    const depth = line.length - line.trimStart().length
    if (leaving !== undefined && depth > leaving) continue
    leaving = undefined
    items = new Map([...items].filter(([at]) => at <= depth))
    if (/^\s*- listitem\b/.test(line)) {
      const count = (items.get(depth) ?? 0) + 1
      items.set(depth, count)
      if (count > KEPT_ITEMS) {
        if (count === KEPT_ITEMS + 1) kept.push(`${' '.repeat(depth)}- … and further items`)
        leaving = depth
        continue
      }
    } else items.delete(depth)
    kept.push(masked(line))
  }
  return `${kept.join('\n')}\n`
}

/** `19:59`, `1 900`, `3,20` are all the same to a snapshot; ids in addresses, too. Levels of headings stay. */
function masked(line: string): string {
  return line
    .replace(/\b(ses|off|ord|prd|lot|pkp|org)_[0-9A-Z]+/g, '$1_#')
    .replace(/(\/materiaux\/)[0-9A-Z]{11}\b/g, '$1#')
    .replace(/\[level=\d\]|\d+(?:[\s\u00a0\u202f]?[.,:]?\d+)*/g, (found) => (found.startsWith('[') ? found : '#'))
}
