import type { ServiceName } from './settings.ts'

/** One service behind the gateway. */
export interface Upstream {
  readonly name: ServiceName
  /** `http://127.0.0.1:41234`; undefined while it is known to be away. Asked at each request: a service may come back elsewhere. */
  readonly address: () => string | undefined
}

/** Host and port of an address, as `http.request` wants them. */
export function placeOf(address: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(address)
  // An IPv6 address stands in brackets in an address and without them in a request.
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 80) }
}

/** `/api/market/v1/hubs` → market; keys stand at the address that standard clients of identity know; all else are pages. */
export function serviceAt(path: string): ServiceName | 'none' {
  const [, first, second] = path.split(/[/?#]/, 3)
  if (first !== 'api') return 'web'
  if (second === 'auth') return 'identity'
  return isApi(second) ? second : 'none'
}

const APIS: ReadonlySet<string> = new Set<ServiceName>(['identity', 'market', 'materials', 'notify', 'live'])
const isApi = (name: string | undefined): name is ServiceName => name !== undefined && APIS.has(name)
