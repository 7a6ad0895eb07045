import type { SignedIn } from '@filature/contracts/identity/http'
import { type Caller, callerOf } from './caller.ts'
import type { HouseClock } from './house-clock.ts'

/** Somebody of the demonstration who has signed in: by the API, and in any browser that is given `cookies` and `stored`. */
export interface Person {
  readonly id: string
  readonly displayName: string
  readonly api: Caller
  /** What the browser keeps of a session. */
  readonly cookies: readonly { readonly name: string; readonly value: string }[]
  readonly stored: { readonly name: string; readonly value: string }
}

/** A token this close to its end is renewed, in milliseconds. */
const EARLY_MS = 60_000

/** Signs in with one click, as the demonstration allows. Throws when nobody has that name. */
export async function personOf(address: string, visitor: Caller, clock: HouseClock, displayName: string): Promise<Person> {
  const { items } = await visitor.read<{ items: { id: string; displayName: string }[] }>('/api/identity/v1/demo-accounts')
  const found = items.find((account) => account.displayName === displayName)
  if (found === undefined)
    throw new Error(`no demonstration account is called ${displayName}; there are ${items.map((one) => one.displayName).join(', ')}`)
  const first = await signIn(address, found.id)
  let { token, expiresAt } = first.body
  const api = callerOf(
    () => address,
    async () => {
      if (Date.parse(expiresAt) - EARLY_MS < Date.parse(clock.now())) ({ token, expiresAt } = (await signIn(address, found.id)).body)
      return token
    },
  )
  return {
    id: found.id,
    displayName,
    api,
    cookies: first.cookies,
    stored: { name: 'filature.person', value: JSON.stringify(first.body.member) },
  }
}

async function signIn(address: string, memberId: string) {
  const response = await fetch(`${address}/api/identity/v1/demo-sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ memberId }),
  })
  if (!response.ok) throw new Error(`the demonstration's sign-in answered ${response.status}: ${await response.text()}`)
  const cookies = response.headers.getSetCookie().flatMap((line) => {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    return at === -1 ? [] : [{ name: pair.slice(0, at), value: pair.slice(at + 1) }]
  })
  // The contract of POST /demo-sign-in.
  return { body: (await response.json()) as SignedIn, cookies }
}
