import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, type Connection, ConnectionCut, jsonRequest, openConnection } from '../load/connection.ts'
import { machineMs } from '../load/watching.ts'

/** A hold that was asked for. */
export interface Click {
  /** How much later than due it was sent, because this machine was busy. */
  readonly lateMs: number
  readonly sentAt: number
  readonly answeredAt: number
  /** Of the lot after it; undefined when it was not held. */
  readonly version: number | undefined
  /** What came instead. */
  readonly refusedAs: string | undefined
}

export interface Clicks {
  readonly port: number
  readonly lotId: string
  readonly tokens: readonly string[]
  readonly perSecond: number
  readonly seconds: number
  readonly name: string
}

const BASE = '/api/materials/v1'
const HOLD = JSON.stringify({ qty: 1 })
/** How long a unit is kept before it is given back. */
const KEEP_MS = 500

/** Holds a unit at a fixed rate, whatever the answers do, and gives each back half a second later. */
export async function clickAway({ port, lotId, tokens, perSecond, seconds, name }: Clicks): Promise<readonly Click[]> {
  const free: Connection[] = []

  async function ask(request: string): Promise<Answer> {
    for (;;) {
      const connection = free.findLast((one) => one.isOpen()) ?? (await openConnection(port))
      const index = free.indexOf(connection)
      if (index >= 0) free.splice(index, 1)
      try {
        const answer = await connection.ask(request)
        free.push(connection)
        return answer
      } catch (error) {
        // An idle connection may be closed at the very moment it is used; the same key makes asking again safe.
        if (!(error instanceof ConnectionCut)) throw error
      }
    }
  }

  async function click(number: number, dueAt: number): Promise<Click> {
    const token = tokens[number % tokens.length] ?? ''
    const sentAt = machineMs()
    const lateMs = sentAt - dueAt
    const { status, body } = await ask(jsonRequest('POST', `${BASE}/lots/${lotId}/hold`, token, `${name}-${number}-h`, HOLD))
    const answeredAt = machineMs()
    if (status !== 201) return { lateMs, sentAt, answeredAt, version: undefined, refusedAs: `${status} ${body}` }
    // As the contract of the route has it.
    const { holdId, version } = JSON.parse(body) as { readonly holdId: string; readonly version: number }
    await pause(KEEP_MS)
    const back = await ask(jsonRequest('POST', `${BASE}/holds/${holdId}/release`, token, `${name}-${number}-r`, '{}'))
    return { lateMs, sentAt, answeredAt, version, refusedAs: back.status === 200 ? undefined : `release: ${back.status} ${back.body}` }
  }

  const clicks: Promise<Click>[] = []
  const started = machineMs()
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const dueAt = started + (number * 1_000) / perSecond
    await pause(Math.max(0, dueAt - machineMs()))
    clicks.push(click(number, dueAt))
  }
  const all = await Promise.all(clicks)
  for (const connection of free) connection.close()
  return all
}
