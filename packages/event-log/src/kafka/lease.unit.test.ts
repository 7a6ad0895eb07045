import { expect, it } from 'vitest'
import { CODE } from './failures.ts'
import { leaseOf } from './lease.ts'

it('what became of the group while a member began is asked before anything is delivered', async () => {
  let changed = false
  const lease = leaseOf({
    member: { beat: async () => CODE.UNKNOWN_MEMBER },
    ...{ group: 'stock', sessionMs: 60_000, everyMs: 60_000, finished: new AbortController().signal, warn: () => {} },
    onChange: () => {
      changed = true
    },
  })
  expect(await lease.holds()).toBe(false)
  expect(changed).toBe(true)
})
