import type { IncomingMessage } from 'node:http'

/** Headers of one connection, which no proxy passes on: RFC 9110, 7.6.1. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Answered by the gateway's own server.
  'expect',
])

/** Where a body ends, which no sender may take out by naming it in `Connection`: what follows would be read as a request. */
const LENGTH = 'content-length'

/** Names and values in turn, as they came, without those that are of the connection they came by. */
export function endToEnd({ rawHeaders, headers }: Pick<IncomingMessage, 'rawHeaders' | 'headers'>): [name: string, value: string][] {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  const kept: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]]
    const lower = name.toLowerCase()
    if (!OF_THE_CONNECTION.has(lower) && (!named.has(lower) || lower === LENGTH)) kept.push([name, value])
  }
  return kept
}

const FORWARDED = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'forwarded'])

/**
 * What a service is told: the request's own headers, and who asked. What the request itself says of that is believed only
 * when a proxy in front has written it (`trustedProxies` above 0).
 */
export function headersFor(req: IncomingMessage, trustedProxies: number): string[] {
  const own = endToEnd(req).filter(([name]) => !FORWARDED.has(name.toLowerCase()))
  const told = (name: string) => (trustedProxies > 0 ? req.headers[name] : undefined)
  const before = told('x-forwarded-for')
  const client = req.socket.remoteAddress ?? 'unknown'
  const forwarded: [string, string][] = [
    ['X-Forwarded-For', before === undefined ? client : `${String(before)}, ${client}`],
    ['X-Forwarded-Proto', String(told('x-forwarded-proto') ?? 'http')],
    ['X-Forwarded-Host', String(told('x-forwarded-host') ?? req.headers.host ?? '')],
  ]
  return [...own, ...forwarded.filter(([, value]) => value !== '')].flat()
}
