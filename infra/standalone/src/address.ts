import { isIPv6 } from 'node:net'

const HERE = '127.0.0.1'
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::']

/** Where a process that listens on this host and port is reached from its own machine. */
export function ownAddress(host: string, port: number): string {
  const reached = EVERYWHERE.includes(host) ? HERE : host
  return `http://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`
}

/** The same address in the words that people and browsers expect. */
export const spokenAddress = (host: string, port: number): string => ownAddress(host, port).replace(`//${HERE}:`, '//localhost:')
