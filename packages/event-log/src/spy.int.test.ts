import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { EventLog } from './port.ts'
import { type LogSpy, spyOn } from './spy.ts'
import { sqliteHarness } from './sqlite/harness.ts'
import { recordOf } from './suites/events.ts'
import type { LogUnderTest } from './suites/harness.ts'

describe('a spy on the log', () => {
  let under: LogUnderTest
  let log: EventLog
  let spy: LogSpy
  let topic = ''
  let topics = 0

  beforeAll(async () => {
    under = await sqliteHarness.start()
    log = await under.open()
  })
  const spyOnNewTopic = async () => {
    topic = `suite.spy${topics++}`
    await log.define([{ name: topic, partitions: 2, compacted: false }])
    spy = spyOn(log, [topic])
  }
  afterEach(() => spy.stop())
  afterAll(async () => {
    await log.close()
    await under.dispose()
  })

  it('finds what is appended after and before one waits', async () => {
    await spyOnNewTopic()
    const waiting = spy.appended(({ event }) => event?.sequence === 2)
    await log.append([recordOf(topic, 'lot_1', 1), recordOf(topic, 'lot_1', 2)])
    expect((await waiting).event?.id).toBe('lot_1/2')
    expect((await spy.appended(({ key }) => key === 'lot_1')).event?.id).toBe('lot_1/1')
  })

  it('finds what was consumed only once the handler is done', async () => {
    await spyOnNewTopic()
    const gate = Promise.withResolvers<void>()
    let done = false
    const subscription = spy.log.subscribe({ topics: [topic], group: 'stock', from: 'beginning' }, async () => {
      await gate.promise
      done = true
    })
    const consumed = spy.consumed('stock', ({ key }) => key === 'lot_1').then(() => done)
    await spy.log.append([recordOf(topic, 'lot_1', 1)])
    await spy.appended(({ key }) => key === 'lot_1')
    gate.resolve()
    expect(await consumed).toBe(true)
    await subscription.stop()
  })

  it('lists what it saw when nothing matches in time', async () => {
    await spyOnNewTopic()
    await log.append([recordOf(topic, 'lot_1', 1)])
    await spy.appended(({ key }) => key === 'lot_1')
    const waited = spy.appended(({ key }) => key === 'lot_2', 20)
    await expect(waited).rejects.toThrow(/waited 20 ms.*materials\.LotHeld\.v1 lot_1\/1/s)
    await expect(spy.consumed('stock', () => true, 20)).rejects.toThrow(/consumed by stock.*Nothing was seen/s)
  })

  it('refuses what still waits when it is stopped', async () => {
    await spyOnNewTopic()
    const waiting = spy.appended(() => true)
    const refused = expect(waiting).rejects.toThrow(/stopped/)
    await spy.stop()
    await refused
  })
})
