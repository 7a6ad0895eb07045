import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Measures of one process, whatever services it runs. */
export interface Metrics {
  readonly registry: Registry
  answered(service: string, route: string, status: number, seconds: number): void
  failed(where: string): void
  /** A value read when the metrics are asked for; NaN when it cannot be had within a second. */
  gauge(name: string, help: string, labels: Readonly<Record<string, string>>, read: () => number | Promise<number>): void
}

const READ_MS = 1_000

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'filature_http_request_seconds',
    help: 'time from the first byte to the answer',
    labelNames: ['service', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  const errors = new Counter({
    name: 'filature_errors_total',
    help: 'caught errors by place',
    labelNames: ['where'],
    registers: [registry],
  })
  const gauges = new Map<string, { labels: Readonly<Record<string, string>>; read: () => number | Promise<number> }[]>()
  return {
    registry,
    answered: (service, route, status, seconds) => requests.observe({ service, route, status: String(status) }, seconds),
    failed: (where) => errors.inc({ where }),
    gauge(name, help, labels, read) {
      const known = gauges.get(name)
      if (known !== undefined) {
        known.push({ labels, read })
        return
      }
      const reads = [{ labels, read }]
      gauges.set(name, reads)
      const gauge = new Gauge({
        name,
        help,
        labelNames: Object.keys(labels),
        registers: [registry],
        async collect() {
          await Promise.all(reads.map(async (one) => gauge.set(one.labels, await readIn(one.read))))
        },
      })
    },
  }
}

/** What is away must not take the other figures with it. */
async function readIn(read: () => number | Promise<number>): Promise<number> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(resolve, READ_MS, Number.NaN)
  })
  try {
    return await Promise.race([read(), late])
  } catch {
    return Number.NaN
  } finally {
    clearTimeout(timer)
  }
}
