import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetTestData, openTestLog, openTestStore } from '@filature/aggregates/testing/engines'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { EventLog } from '@filature/event-log/port'
import { type ShiftedClock, shiftedClock } from '@filature/kernel/clock'
import type { EventRecord } from '@filature/kernel/event'
import { createMetrics } from '@filature/service-kit/metrics'
import { type Served, serve } from '@filature/service-kit/serve'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { type Message, messageId } from '../messages/message.ts'
import { buildNotify, type NotifyService } from '../service.ts'

/** The notify service on a real port over a real store and log. */
export interface Office {
  readonly notify: NotifyService
  readonly clock: ShiftedClock
  readonly log: EventLog
  readonly errors: unknown[]
  /** Appends a question of a service, `times` times; resolves when notify has worked through it. */
  ask(source: string, asked: NotificationAsked, times?: number): Promise<void>
  /** One request as a member; `undefined` sends no token. */
  as(memberId: string | undefined, method: string, path: string, body?: unknown, language?: string): Promise<Answer>
  settled(): Promise<void>
  /** Ends the service as a crash would be followed by a start: everything in memory is lost. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  // Bodies are compared by the tests, whose expectations say what they hold.
  readonly body: Record<string, unknown> & { items: Record<string, unknown>[] }
  readonly etag: string | null
}

const PATIENCE_MS = 20_000
/** It has come as far as it can for now. */
const isAtRest = ({ state }: Message) => state !== 'none' && state !== 'sending'

export async function openOffice(): Promise<Office> {
  const dataDir = await mkdtemp(join(tmpdir(), 'filature-notify-'))
  const clock = shiftedClock()
  const tokens = tokenSigner()
  const log = await openTestLog(dataDir)
  await log.define(['market', 'materials', 'identity'].map((service) => ({ name: topicOf(service), partitions: 4, compacted: false })))
  const errors: unknown[] = []
  let asked = 0
  let running = await begin()

  async function begin(): Promise<{ notify: NotifyService; served: Served; url: string; stop(): Promise<void> }> {
    const store = await openTestStore('notify', dataDir)
    const notify = buildNotify({ store, log, clock, tokens: tokens.check, onError: (error) => errors.push(error) })
    const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
    const served = await serve({ services: [notify], environment, metrics: createMetrics() })
    return {
      notify,
      served,
      url: `http://127.0.0.1:${served.port}`,
      async stop() {
        await served.stop()
        await store.close()
      },
    }
  }

  const settled = () => running.notify.internals.runtime.settled()

  return {
    get notify() {
      return running.notify
    },
    clock,
    log,
    errors,
    async ask(source, data, times = 1) {
      asked += 1
      const subject = `sub_${asked}`
      const event: EventRecord = {
        id: `${subject}/1`,
        type: eventType(source, 'NotificationAsked'),
        source,
        subject,
        time: clock.now(),
        sequence: 1,
        data,
      }
      for (let time = 0; time < times; time += 1) await log.append([{ topic: topicOf(source), key: subject, event }])
      const { messages } = running.notify.internals
      for (const recipient of data.recipients) {
        const found = await messages.until(messageId(data.dedupeKey, recipient), isAtRest, PATIENCE_MS)
        if (found === undefined) throw new Error(`no message for ${recipient} within ${PATIENCE_MS} ms`)
      }
      await settled()
    },
    async as(memberId, method, path, body, language = 'fr') {
      const answer = await fetch(`${running.url}/api/notify/v1${path}`, {
        method,
        headers: {
          'Accept-Language': language,
          ...(memberId !== undefined && { Authorization: `Bearer ${tokens.tokenFor(memberId)}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? {} : JSON.parse(text), etag: answer.headers.get('ETag') }
    },
    settled,
    async restart() {
      await running.stop()
      running = await begin()
    },
    async close() {
      await running.stop()
      await log.close()
      await forgetTestData(dataDir)
    },
  }
}
