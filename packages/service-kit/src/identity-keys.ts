import { z } from 'zod'
import type { TokenCheckOptions } from './token-check.ts'

/** For every process that checks tokens but does not hold the identity service itself. */
export const identityEnvironment = z.object({
  IDENTITY_URL: z.url().default('http://127.0.0.1:8080').meta({ description: 'where the identity service answers; its keys check tokens' }),
})

/** How long identity may take to hand out its keys. */
const PATIENCE_MS = 5_000

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/** For `createTokenCheck`: reads identity's public keys; rejects when it does not answer with keys. */
export function fetchKeysOf(identityUrl: string): TokenCheckOptions['fetchKeys'] {
  const address = new URL('/api/identity/v1/jwks', identityUrl)
  return async () => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!answer.ok) throw new Error(`identity answered ${answer.status} instead of its keys`)
    return keySet.parse(await answer.json())
  }
}
