import { expect, it } from 'vitest'
import type { Aggregate } from './aggregate.ts'
import type { AnyCommand } from './any-decider.ts'
import { processDriver } from './drive.ts'

interface Errands {
  readonly open: readonly string[]
  readonly done: readonly string[]
}

it('a process that gets more to do while it reads how far it is does that too, at once', async () => {
  let errands: Errands = { open: ['first'], done: [] }
  const reading = Promise.withResolvers<void>()
  const maySee = Promise.withResolvers<void>()
  const done = async () => ({ reply: undefined, version: 1, repeated: false }) as never
  const self: Aggregate<unknown, AnyCommand> = {
    name: 'errands',
    execute(_id, { type }) {
      errands = { open: errands.open.filter((one) => one !== type), done: [...errands.done, type] }
      return done()
    },
    async read(id) {
      const state = errands
      reading.resolve()
      await maySee.promise
      return { id, version: 1, state }
    },
    readMany: () => Promise.reject(new Error('nobody asks for many')),
    until: () => Promise.reject(new Error('nobody waits')),
  }
  const driver = processDriver({
    process: {
      aggregate: 'errands',
      // The only states that this process is given are those above.
      next: (state) =>
        (state as Errands).open.map((key) => ({ key, to: 'town', id: 'town', command: { type: key }, told: () => ({ type: key }) })),
    },
    self,
    aggregateNamed: () => ({ ...self, execute: done }),
    onError: (error) => {
      throw error
    },
  })
  const driven = driver.drive('lena', errands)
  await reading.promise
  errands = { ...errands, open: ['second'] }
  void driver.drive('lena', errands)
  maySee.resolve()
  await driven
  expect(errands).toEqual({ open: [], done: ['first', 'second'] })
})
