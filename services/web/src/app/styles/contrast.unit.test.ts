import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

type Colours = Readonly<Record<string, string>>

/** Colours declared in the block that begins at `selector`; later ones win, as in the cascade. */
function declared(selector: string): Colours {
  const start = CSS.indexOf(selector)
  if (start === -1) throw new Error(`${selector} is not in tokens.css`)
  const block = CSS.slice(CSS.indexOf('{', start) + 1, CSS.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-fA-F]{6})/g)].map(([, name = '', value = '']) => [name, value]))
}

const light = declared(':root {')
const THEMES = {
  light,
  dark: { ...light, ...declared(':root[data-theme="dark"] {') },
  outdoor: { ...light, ...declared(':root[data-theme="outdoor"] {') },
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function ratio(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) throw new Error('a colour is missing')
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright + 0.05) / (dark + 0.05)
}

const GROUNDS = ['--lin', '--chaux', '--craft']
const HUES = ['brique', 'clain', 'mousse', 'ocre', 'garance', 'prune', 'ardoise']
const worst = (colours: Colours, ink: string) => Math.min(...GROUNDS.map((ground) => ratio(colours[ink], colours[ground])))
const tenth = (value: number) => Math.round(value * 10) / 10

/** Section 8 of the specification: least on the three grounds, text on the full hue, the hue on its soft ground. */
const SPECIFIED = {
  light: {
    suie: [13.2],
    cendre: [6.4],
    trait: [3.6],
    brique: [5.8, 6.9, 5.7],
    clain: [6.0, 7.2, 6.1],
    mousse: [5.9, 7.1, 6.1],
    ocre: [6.2, 7.4, 6.3],
    garance: [6.4, 7.7, 6.3],
    prune: [7.5, 8.9, 7.4],
    ardoise: [6.0, 7.2, 6.0],
  },
  dark: {
    suie: [12.3],
    cendre: [7.2],
    trait: [3.8],
    brique: [6.6, 8.2, 6.4],
    clain: [7.4, 9.1, 6.8],
    mousse: [8.2, 10.2, 7.6],
    ocre: [8.6, 10.7, 7.8],
    garance: [7.4, 9.2, 7.7],
    prune: [7.0, 8.7, 6.8],
    ardoise: [7.7, 9.6, 7.0],
  },
} as const

describe('colours can be read', () => {
  it('has the same dark colours for the system and for the choice', () => {
    expect(declared(':root:not([data-theme="light"], [data-theme="outdoor"]) {')).toEqual(declared(':root[data-theme="dark"] {'))
  })

  for (const theme of ['light', 'dark'] as const) {
    it.each(Object.entries(SPECIFIED[theme]))(`${theme}: %s has the contrast that is specified`, (name, [onGrounds, ofText, onSoft]) => {
      const colours = THEMES[theme]
      expect(tenth(worst(colours, `--${name}`))).toBe(onGrounds)
      if (ofText !== undefined) expect(tenth(ratio(colours['--sur-encre'], colours[`--${name}`]))).toBe(ofText)
      if (onSoft !== undefined) expect(tenth(ratio(colours[`--${name}`], colours[`--${name}-doux`]))).toBe(onSoft)
    })
  }

  it.each([
    ['light', 4.5, 3],
    ['dark', 4.5, 3],
    ['outdoor', 7, 7],
  ] as const)('%s: every text reaches %s, every border of a control %s', (theme, text, border) => {
    const colours = THEMES[theme]
    for (const name of ['suie', 'cendre', ...HUES]) expect([name, worst(colours, `--${name}`) >= text]).toEqual([name, true])
    for (const hue of HUES) {
      expect([hue, ratio(colours['--sur-encre'], colours[`--${hue}`]) >= text]).toEqual([hue, true])
      expect([hue, ratio(colours[`--${hue}`], colours[`--${hue}-doux`]) >= text]).toEqual([hue, true])
      // Plain text lies on soft grounds too: banners, refusals.
      expect([hue, ratio(colours['--suie'], colours[`--${hue}-doux`]) >= text]).toEqual([hue, true])
    }
    expect(worst(colours, '--trait')).toBeGreaterThanOrEqual(border)
  })
})
