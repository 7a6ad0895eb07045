import type { Address } from './connection.ts'

/**
 * `host:port, host:port`; an IPv6 address stands in brackets. Throws an Error that names the part that is neither. `SSL://` is none:
 * this adapter does not encrypt, and must not seem to.
 */
export function parseBrokers(given: string): readonly Address[] {
  return given.split(',').map((part) => {
    const [, name, ipv6, port] = /^\s*(?:plaintext:\/\/)?(?:([a-z0-9._-]+)|\[([0-9a-f:.]+)\]):(\d{1,5})\s*$/i.exec(part) ?? []
    const host = name ?? ipv6
    if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
      throw new Error(`KAFKA_BROKERS: ${JSON.stringify(part.trim())} is not an address. Give host:port, several with commas between them.`)
    }
    return { host, port: Number(port) }
  })
}
