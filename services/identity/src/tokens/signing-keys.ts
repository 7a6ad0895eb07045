import type { Clock } from '@filature/kernel/clock'
import { DAY, HOUR, MINUTE, msOf } from '@filature/kernel/instant'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose'
import type { KeyStore, StoredKey } from '../accounts/port.ts'

/**
 * Ed25519 keys that sign our tokens. Not the jwt plugin of better-auth, though the rules are the same (30 days, 24 hours of
 * grace): the plugin makes a new key at the moment it first signs with it, so that for up to 30 s a service that has just
 * asked for the keys refuses good tokens; and it reads the machine's clock, which tests and the demo loader cannot set.
 * Here the next key is public an hour before it signs, longer than any service keeps what it fetched (10 minutes).
 */
export interface SigningKeys {
  /** A compact JWT with the claims, signed by the key of the moment. */
  sign(claims: JWTPayload): Promise<string>
  /** Keys that sign now, signed within the grace, or will sign soon. */
  publicKeys(): Promise<JSONWebKeySet>
  /** Replaces the key of the moment at once; what it signed stays good through the grace. */
  rotateNow(): Promise<void>
}

export interface SigningKeyTimes {
  /** How long a key signs. */
  readonly rotationMs: number
  /** How long what it signed is believed after that. */
  readonly graceMs: number
  /** How long before it signs a key is public. */
  readonly aheadMs: number
}

const DEFAULT_TIMES: SigningKeyTimes = { rotationMs: 30 * DAY, graceMs: DAY, aheadMs: HOUR }
/** Another instance may have rotated: keys are read again after this long. */
const REREAD_MS = MINUTE

export function createSigningKeys(store: KeyStore, clock: Clock, times: SigningKeyTimes = DEFAULT_TIMES): SigningKeys {
  let known: readonly StoredKey[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let renewing: Promise<void> | undefined
  const imported = new Map<string, Awaited<ReturnType<typeof importJWK>>>()

  async function read() {
    known = await store.all()
    readAt = msOf(clock.now())
  }

  const isProvided = (now: number) => {
    const current = currentKey(known, now)
    return current !== undefined && (current.signsUntil - now > times.aheadMs || known.some((key) => key.signsFrom >= current.signsUntil))
  }

  /** Makes sure that a key signs now and that its successor is public in time. One at a time. */
  async function provide(now: number) {
    if (now - readAt < REREAD_MS && isProvided(now)) return
    renewing ??= (async () => {
      await read()
      if (!isProvided(now)) {
        const signsFrom = currentKey(known, now)?.signsUntil ?? now
        await store.add(await newKey(signsFrom, signsFrom + times.rotationMs))
        await read()
      }
    })().finally(() => {
      renewing = undefined
    })
    await renewing
  }

  return {
    async sign(claims) {
      const now = msOf(clock.now())
      await provide(now)
      const key = currentKey(known, now)
      if (key === undefined) throw new Error('no key signs at this moment')
      const privateKey = imported.get(key.kid) ?? (await importJWK(JSON.parse(key.privateKey), 'EdDSA'))
      imported.set(key.kid, privateKey)
      return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'JWT' }).sign(privateKey)
    },
    async publicKeys() {
      const now = msOf(clock.now())
      await provide(now)
      await read()
      const believed = known.filter((key) => key.signsUntil + times.graceMs > now)
      return { keys: believed.map((key) => ({ ...JSON.parse(key.publicKey), kid: key.kid, alg: 'EdDSA', use: 'sig' })) }
    },
    async rotateNow() {
      const now = msOf(clock.now())
      await read()
      for (const key of known) if (key.signsUntil > now) await store.endAt(key.kid, Math.max(now, key.signsFrom))
      await store.add(await newKey(now, now + times.rotationMs))
      await read()
    },
  }
}

/** The youngest key that signs at this moment; the lower name where two instances made one at the same time. */
function currentKey(keys: readonly StoredKey[], now: number): StoredKey | undefined {
  return keys
    .filter((key) => key.signsFrom <= now && now < key.signsUntil)
    .sort((a, b) => b.signsFrom - a.signsFrom || (a.kid < b.kid ? -1 : 1))[0]
}

async function newKey(signsFrom: number, signsUntil: number): Promise<StoredKey> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const publicJwk = await exportJWK(publicKey)
  return {
    kid: await calculateJwkThumbprint(publicJwk),
    publicKey: JSON.stringify(publicJwk),
    privateKey: JSON.stringify(await exportJWK(privateKey)),
    signsFrom,
    signsUntil,
  }
}
