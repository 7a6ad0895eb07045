import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('a figure that cannot be had, or not soon, is NaN and takes no other with it', async () => {
  const metrics = createMetrics()
  const behind = (group: string, read: () => number | Promise<number>) => metrics.gauge('behind', 'records not read', { group }, read)
  behind('reads', async () => 3)
  behind('is-away', () => Promise.reject(new Error('no broker')))
  behind('throws', () => {
    throw new Error('no store')
  })
  behind('hangs', () => new Promise(() => undefined))
  const told = await metrics.registry.metrics()
  const figures = [...told.matchAll(/^behind\{group="([^"]+)"\} (\S+)$/gm)].map(([, group, value]) => [group, Number(value)])
  expect(Object.fromEntries(figures)).toEqual({ reads: 3, 'is-away': Number.NaN, throws: Number.NaN, hangs: Number.NaN })
})
