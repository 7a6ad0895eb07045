import { setTimeout as pause } from 'node:timers/promises'
import { serveParent } from '../processes/child.ts'
import { type Answer, type Connection, ConnectionCut, jsonRequest, openConnection } from './connection.ts'
import type { DrainLoad, DrainOutcome, DrainRequest } from './drain.ts'

/** Before a client that was cut off tries again, milliseconds. */
const AGAIN_MS = 10
const HOLD = JSON.stringify({ qty: 1 })
const HOLD_ID = /"holdId":"([^"]+)"/
const CODE = /"code":"([^"]+)"/
const SOLD_OUT = 'insufficient-stock'

let tokens: readonly string[] = []
let finished: Promise<DrainOutcome> | undefined

function drain(load: DrainLoad): Promise<void> {
  const killed = Promise.withResolvers<void>()
  const holds = new Set<string>()
  const others: Record<string, number> = {}
  let [accepted, refused, cut] = [0, 0, 0]
  const started = performance.now()

  function judge({ status, body }: Answer): 'answered' | 'again' {
    const code = CODE.exec(body)?.[1] ?? ''
    if (status === 201) {
      accepted += 1
      holds.add(HOLD_ID.exec(body)?.[1] ?? '')
    } else if (status === 409 && code === SOLD_OUT) {
      refused += 1
    } else {
      others[`${status} ${code}`] = (others[`${status} ${code}`] ?? 0) + 1
      return 'again'
    }
    if (accepted + refused === load.killAfter) {
      // From here, because a word to another process may take longer than the rest of the round.
      process.kill(load.pid, 'SIGKILL')
      killed.resolve()
    }
    return 'answered'
  }

  async function client(number: number) {
    let connection: Connection | undefined
    for (let turn = 0; turn < load.triesPerClient; turn += 1) {
      const token = tokens[(turn * load.clients + number) % tokens.length] ?? ''
      const request = jsonRequest('POST', `/api/materials/v1/lots/${load.lotId}/hold`, token, `${load.name}-${number}-${turn}`, HOLD)
      for (;;) {
        try {
          connection ??= await openConnection(load.port)
          if (judge(await connection.ask(request)) === 'answered') break
        } catch (error) {
          if (!(error instanceof ConnectionCut)) throw error
          cut += 1
          connection = undefined
        }
        await pause(AGAIN_MS)
      }
    }
    connection?.close()
  }

  finished = Promise.all(Array.from({ length: load.clients }, (_, number) => client(number))).then(() => ({
    accepted,
    holds: holds.size,
    refused,
    others,
    cut,
    seconds: (performance.now() - started) / 1_000,
  }))
  finished.catch(killed.reject)
  return killed.promise
}

serveParent<DrainRequest>(async (request) => {
  if ('drain' in request) return drain(request.drain)
  if ('finish' in request) return finished
  tokens = request.tokens
  return undefined
})
