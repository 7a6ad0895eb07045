import { expect, test } from 'vitest'
import { PAPER, planSketch } from './sketch-plan.ts'

test('boards of 1.80 m stand beside a person of 1.70 m at the same scale', () => {
  const plan = planSketch({ lengthMm: 1_800, widthMm: 90, thicknessMm: 22 }, 200)
  expect(plan?.beside.kind).toBe('person')
  expect(plan?.pieces).toHaveLength(13)
  const [board] = plan?.pieces ?? []
  expect((board?.h ?? 0) / (plan?.beside.height ?? 1)).toBeCloseTo(1_800 / 1_700, 5)
  expect(plan?.section).toMatchObject({ kind: 'drawn', acrossMm: 90, deepMm: 22 })
})

test('beams of 4.20 m lie, three at most', () => {
  const plan = planSketch({ lengthMm: 4_200, widthMm: 220, thicknessMm: 80 }, 14)
  expect(plan?.pieces).toHaveLength(3)
  expect(plan?.along).toMatchObject({ mm: 4_200, above: false })
})

test('bricks are drawn beside a sheet of A4', () => {
  const plan = planSketch({ lengthMm: 220, widthMm: 105, thicknessMm: 55 }, 1_900)
  expect(plan?.beside.kind).toBe('sheet')
  const [brick] = plan?.pieces ?? []
  expect((brick?.w ?? 0) / (plan?.beside.height ?? 1)).toBeCloseTo(220 / 297, 5)
})

test('a gate of 2.80 m has no length and stands', () => {
  const plan = planSketch({ widthMm: 2_400, heightMm: 2_800, thicknessMm: 60 }, 1)
  expect(plan?.along).toMatchObject({ mm: 2_400, above: true })
  expect(plan?.upright.mm).toBe(2_800)
  expect(plan?.section).toMatchObject({ kind: 'written', mm: 60 })
})

test('too few measures draw nothing', () => {
  expect(planSketch({}, 5)).toBeUndefined()
  expect(planSketch({ lengthMm: 1_000 }, 5)).toBeUndefined()
})

test('whatever the size, the pieces stay on the paper', () => {
  const sizes = [40, 90, 250, 599, 600, 1_250, 2_600, 2_601, 6_000, 12_000]
  for (const lengthMm of sizes) {
    for (const widthMm of sizes.filter((size) => size <= lengthMm)) {
      for (const { x, y, w, h } of planSketch({ lengthMm, widthMm, thicknessMm: 20 }, 50)?.pieces ?? []) {
        expect(x + w, `${lengthMm} × ${widthMm}`).toBeLessThanOrEqual(PAPER.width)
        expect(Math.min(x, y + h), `${lengthMm} × ${widthMm}`).toBeGreaterThanOrEqual(0)
      }
    }
  }
})
