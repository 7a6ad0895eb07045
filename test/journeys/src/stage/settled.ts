import { setTimeout as pause } from 'node:timers/promises'

/** Services that commit or read events; they tell in their metrics what waits in them. */
const BUSY_SERVICES = ['identity', 'market', 'materials', 'notify']
/** Each of these is 0 in a service that has nothing to do, and NaN where the service could not tell. */
const WAITING = /^(filature_waiting_commands|filature_outbox_oldest_ms|filature_consumer_behind)\{.*\} (\S+)$/
const PATIENCE_MS = 60_000
const PAUSE_MS = 10
/** What leaves one service between two looks is seen in the next one: an event goes from an outbox to a consumer and back. */
const QUIET_LOOKS = 2

/** Resolves when every service says, by the metrics that anybody can read, that it has done all there is to do. */
export async function settledByMetrics(address: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    const waiting = (await Promise.all(BUSY_SERVICES.map((service) => waitingIn(address, service)))).flat()
    if (waiting.length === 0) {
      quiet += 1
      continue
    }
    quiet = 0
    if (performance.now() > until) throw new Error(`not settled within ${PATIENCE_MS} ms:\n${waiting.join('\n')}`)
    await pause(PAUSE_MS)
  }
}

/** The lines that say that something waits. */
async function waitingIn(address: string, service: string): Promise<readonly string[]> {
  const response = await fetch(`${address}/metrics/${service}`)
  if (!response.ok) return [`${service} answered ${response.status}`]
  const told = (await response.text()).split('\n').filter((line) => WAITING.test(line))
  if (told.length < 3) return [`${service} does not tell what waits`]
  return told.filter((line) => Number(WAITING.exec(line)?.[2]) !== 0)
}
