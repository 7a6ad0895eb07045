import { isExact, type ScenarioResult } from './result.ts'

/** A scenario as lines of text for a terminal. */
export function tableOf({ id, title, load, lines, counts }: ScenarioResult): string {
  const width = Math.max(...[...lines, ...counts].map(({ what }) => what.length))
  const figures = Math.max(0, ...lines.map(({ figure }) => figure.length))
  return [
    '',
    `${id}  ${title}`,
    `    ${load}`,
    ...lines.map(({ what, figure, goal, reached }) => {
      const verdict = goal === undefined ? '' : `  ${goal.padEnd(9)} ${reached === true ? 'reached' : 'NOT REACHED'}`
      return `    ${what.padEnd(width)}  ${figure.padEnd(figures)}${verdict}`.trimEnd()
    }),
    ...counts.map((count) => {
      const { what, expected, found } = count
      return `    ${what.padEnd(width)}  ${isExact(count) ? `exact: ${found}` : `WRONG: ${found} instead of ${expected}`}`
    }),
  ].join('\n')
}
