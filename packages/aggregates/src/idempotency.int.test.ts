import { MINUTE, plusMs } from '@filature/kernel/instant'
import { describe, expect, test } from 'vitest'
import { pathOver, START, storesOfEachTest } from './suites/write-path-stage.ts'

const freshStore = storesOfEachTest()

describe('an Idempotency-Key', () => {
  test('sent again with the same command gets the first answer, also after a restart', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    const first = await path.execute({ type: 'Take', quantity: 2 }, 'k1')
    const again = await path.execute({ type: 'Take', quantity: 2 }, 'k1')
    const restarted = await pathOver(await freshStore()).execute({ type: 'Take', quantity: 2 }, 'k1')
    expect(first).toMatchObject({ version: 2, repeated: false, reply: { left: 3 } })
    for (const answer of [again, restarted]) expect(answer).toEqual({ ...first, repeated: true })
  })

  test('is about what was asked for, where the command says more than that', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    const first = await path.execute({ type: 'Take', quantity: 2 }, 'k1', { asked: 'two' })
    expect(await path.execute({ type: 'Take', quantity: 1 }, 'k1', { asked: 'two' })).toEqual({ ...first, repeated: true })
    expect(await path.execute({ type: 'Take', quantity: 2 }, 'k1', { asked: 'one' })).toMatchObject({ code: 'idempotency-mismatch' })
  })

  test('sent again with another command is a mismatch and changes nothing', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    await path.execute({ type: 'Take', quantity: 2 }, 'k1')
    expect(await path.execute({ type: 'Take', quantity: 3 }, 'k1')).toMatchObject({
      refused: true,
      code: 'idempotency-mismatch',
      version: 2,
    })
  })

  test('belongs to its actor: two people may use the same one', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    await path.execute({ type: 'Take', quantity: 2 }, 'k1', { actor: 'anouk' })
    expect(await path.execute({ type: 'Take', quantity: 3 }, 'k1', { actor: 'basile' })).toMatchObject({
      repeated: false,
      reply: { left: 0 },
    })
  })

  test('five at once in one commit are one command', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 5 })
    const answers = await Promise.all(Array.from({ length: 5 }, () => path.execute({ type: 'Take', quantity: 2 }, 'k1')))
    expect(answers.filter((answer) => answer.refused !== true && !answer.repeated)).toHaveLength(1)
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([2]))
  })

  test('of a command that changed nothing is remembered too, so that a late repeat undoes nothing', async () => {
    const path = pathOver(await freshStore())
    await path.execute({ type: 'Fill', quantity: 1 })
    expect(await path.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: false })
    const later = plusMs(START, -MINUTE)
    await path.execute({ type: 'Take', quantity: 1, until: later }, 'k2')
    expect(await path.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: true })
    expect(await path.execute({ type: 'Sweep' }, 'k3')).toMatchObject({ version: 3, repeated: false })
  })

  test('of a command that changed nothing is known to another process too, whatever it held in memory', async () => {
    const [one, two] = [pathOver(await freshStore()), pathOver(await freshStore())]
    await one.execute({ type: 'Fill', quantity: 1 })
    // Both hold version 1 now, and no event will tell them of each other.
    for (const path of [one, two]) await path.execute({ type: 'Take', quantity: 9 })
    expect(await one.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: false })
    expect(await two.execute({ type: 'Sweep' }, 'k1')).toMatchObject({ version: 1, repeated: true })
    expect(await one.execute({ type: 'Sweep' }, 'k2')).toMatchObject({ version: 1, repeated: false })
    // Refused by what this process holds, but the key is another command's.
    expect(await two.execute({ type: 'Take', quantity: 9 }, 'k2')).toMatchObject({ code: 'idempotency-mismatch' })
  })

  test('sent to two processes at once is one command, also when none of them makes an event', async () => {
    const paths = [pathOver(await freshStore()), pathOver(await freshStore())]
    await paths[0]?.execute({ type: 'Fill', quantity: 1 })
    for (let round = 0; round < 20; round += 1) {
      const keys = Array.from({ length: 10 }, (_, number) => `${round}/${number}`)
      const answers = await Promise.all(
        keys.flatMap((key) => [...paths, ...paths].map((path) => path.execute({ type: 'Sweep' }, key).then((answer) => ({ key, answer })))),
      )
      const first = answers.filter(({ answer }) => answer.refused !== true && !answer.repeated)
      expect(first.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    }
    const [stored] = await (await freshStore()).load('stall', ['stall_1'])
    expect(stored).toMatchObject({ version: 1, memory: { revision: 200 } })
  })

  test('is remembered for as many commands with a key as the setting says; those without one push nothing out', async () => {
    const path = pathOver(await freshStore(), { rememberedAnswers: 3 })
    const restarted = async () => pathOver(await freshStore(), { rememberedAnswers: 3 })
    const fill = { type: 'Fill', quantity: 1 } as const
    for (const key of ['k1', 'k2', 'k3']) await path.execute(fill, key)
    await Promise.all(Array.from({ length: 9 }, () => path.execute(fill)))
    for (const one of [path, await restarted()]) {
      for (const [index, key] of ['k1', 'k2', 'k3'].entries()) {
        expect(await one.execute(fill, key), key).toMatchObject({ version: index + 1, repeated: true })
      }
    }
    expect(await path.execute(fill, 'k4')).toMatchObject({ repeated: false })
    for (const one of [path, await restarted()]) expect(await one.execute(fill, 'k2')).toMatchObject({ version: 2, repeated: true })
    expect(await (await restarted()).execute(fill, 'k1')).toMatchObject({ version: 14, repeated: false })
  })

  test('of a refused command is free again: a refusal changed nothing', async () => {
    const path = pathOver(await freshStore())
    expect(await path.execute({ type: 'Take', quantity: 1 }, 'k1')).toMatchObject({ code: 'insufficient-stock' })
    await path.execute({ type: 'Fill', quantity: 1 })
    expect(await path.execute({ type: 'Take', quantity: 1 }, 'k1')).toMatchObject({ repeated: false, reply: { left: 0 } })
  })
})
