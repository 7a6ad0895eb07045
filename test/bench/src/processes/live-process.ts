import { eventType, STOCK_TOPIC } from '@filature/contracts/events/registry'
import { openEventLog } from '@filature/event-log/open'
import type { LogRecord } from '@filature/event-log/port'
import { systemClock } from '@filature/kernel/clock'
import { buildLive } from '@filature/live/service'
import { liveEnvironment } from '@filature/live/settings'
import { createMetrics } from '@filature/service-kit/metrics'
import { serve } from '@filature/service-kit/serve'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { openStore } from '@filature/store/open'
import { changeOf, numbersOf, type PublishRequest } from '../load/changes.ts'
import { serveParent } from './child.ts'

/**
 * The live gateway as in the standalone: the log's writer is in the same process. Each request appends its changes to the stock
 * topic, durably, and everything from there to the sockets is the service's own.
 */

const PARTITIONS = 8
const [dataDir = '.', tickMs = ''] = process.argv.slice(2)
const log = await openEventLog({ dataDir })
await log.define([{ name: STOCK_TOPIC, partitions: PARTITIONS, compacted: true }])
const store = await openStore({ service: 'live', dataDir })
const metrics = createMetrics()
const live = buildLive({
  store,
  log,
  clock: systemClock,
  tokens: tokenSigner().check,
  settings: liveEnvironment.parse(tickMs === '' ? {} : { LIVE_TICK_MS: tickMs }),
  metrics,
  onError: (error, where) => console.error(where, error),
})
const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
const served = await serve({ services: [live], environment, metrics })

function recordOf(number: number): LogRecord {
  const data = changeOf(number)
  const { id: subject, v: sequence } = data
  return {
    topic: STOCK_TOPIC,
    key: subject,
    event: {
      id: `${subject}/${sequence}`,
      type: eventType('materials', 'StockState'),
      source: 'materials',
      subject,
      time: systemClock.now(),
      sequence,
      data,
    },
  }
}

serveParent<PublishRequest | { readonly port: true }>(async (request) => {
  if ('port' in request) return served.port
  return log.append(numbersOf(request).map(recordOf))
})
