import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { memberIdOf } from '../load/holds.ts'

/** Signs tokens as identity does, and serves the public key as identity does. */
export interface BenchIdentity {
  /** For IDENTITY_URL. */
  readonly url: string
  /** Tokens of so many members of the place. */
  tokens(members: number): readonly string[]
  stop(): void
}

export async function openIdentity(): Promise<BenchIdentity> {
  const signer = tokenSigner()
  const keys = JSON.stringify(signer.keys)
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'application/json').end(keys))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    tokens: (members) => Array.from({ length: members }, (_, number) => signer.tokenFor(memberIdOf(number), { org_place: 'B' })),
    stop: () => server.close(),
  }
}
