import { resolve } from 'node:path'
import { DEMO_PASSWORD, demoAccounts } from '@filature/demo/accounts'

export interface BannerFacts {
  readonly address: string
  readonly dataDir: string
  readonly engines: { readonly store: string; readonly log: string }
  /** undefined: this place is not the demonstration. */
  readonly demo: { readonly loadedInMs: number | undefined } | undefined
}

/** What the start prints for the person who started it. */
export function bannerOf({ address, dataDir, engines, demo }: BannerFacts): string {
  return [
    `Filature is open at ${address} (Node ${process.version})`,
    `  data      ${resolve(dataDir)}`,
    `  engines   store: ${engines.store}, event log: ${engines.log}`,
    `  API       ${address}/api/market/v1/openapi.json, likewise identity, materials, live, notify`,
    ...(demo === undefined ? [] : demoLines(demo.loadedInMs)),
    'Ctrl+C stops it; everything is kept.',
  ].join('\n')
}

/** How to sign in to the demonstration. */
export function demoLines(loadedInMs: number | undefined): string[] {
  const loaded = loadedInMs === undefined ? '' : `loaded in ${(loadedInMs / 1_000).toFixed(1)} s; `
  const accounts = demoAccounts()
  const width = Math.max(...accounts.map(({ email }) => email.length))
  return [
    `  demo      ${loaded}sign in with one click, or with an e-mail below and the password ${DEMO_PASSWORD}`,
    ...accounts.map(({ email, roles }) => `            ${email.padEnd(width)}  ${roles.length === 0 ? 'member' : roles.join(', ')}`),
  ]
}
