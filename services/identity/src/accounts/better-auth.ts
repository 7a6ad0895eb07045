import { newId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'
import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { magicLink } from 'better-auth/plugins/magic-link'
import { commonBecause } from './common-passwords.ts'
import type { AccountsDatabase } from './database.ts'
import { filaturePlugin } from './plugin.ts'
import { type Account, type Accounts, type KeyStore, PASSWORD_LENGTH, type Session, type StoredKey } from './port.ts'

export interface BetterAuthOptions {
  /** Closed with the accounts. */
  readonly database: AccountsDatabase
  readonly secret: string
  /** Origin that people see, `https://filature.example`; https makes the cookies Secure. undefined: this machine. */
  readonly publicUrl: string | undefined
  /** Life of a session without use, in days. */
  readonly sessionDays: number
  readonly onError?: (error: unknown, where: string) => void
}

/** Life of a magic link, in seconds (network spec §3). */
export const LINK_S = 600
const DAY_S = 86_400
const PREFIXES: Readonly<Record<string, string>> = {
  user: 'usr_',
  session: 'ses_',
  account: 'acc_',
  verification: 'ver_',
  signingKey: 'key_',
}

/**
 * Accounts by better-auth on a database, which is prepared first. Of its plugins only magic-link is used:
 * organisations and roles are ours (they need our write path), tokens are ours (see `tokens/signing-keys.ts`).
 */
export async function openAccounts(options: BetterAuthOptions): Promise<Accounts> {
  const auth = betterAuth({
    appName: 'Filature',
    database: options.database.database,
    secret: options.secret,
    // Its own addresses are never served: links are ours, see `sign-in/links.ts`.
    baseURL: options.publicUrl ?? 'http://localhost',
    basePath: '/api/auth',
    telemetry: { enabled: false },
    // Ours counts attempts per address and e-mail, in our clock, before any password is hashed.
    rateLimit: { enabled: false },
    logger: { level: 'error', log: (_level, message) => options.onError?.(new Error(message), 'accounts') },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      requireEmailVerification: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
    },
    session: { expiresIn: options.sessionDays * DAY_S, updateAge: DAY_S },
    advanced: {
      cookiePrefix: 'filature',
      useSecureCookies: options.publicUrl?.startsWith('https:') === true,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      // Addresses are only counted, never kept.
      ipAddress: { disableIpTracking: true, ipv6Subnet: 64 },
      database: { generateId: ({ model }) => newId(PREFIXES[model] ?? 'ath_') },
    },
    plugins: [
      magicLink({
        expiresIn: LINK_S,
        storeToken: 'hashed',
        async sendMagicLink({ token, metadata }) {
          // `makeLink` below is the only caller and puts the function there.
          ;(metadata as { handOver(token: string): void }).handOver(token)
        },
      }),
      filaturePlugin,
    ],
  })
  await options.database.prepare(auth.options)
  const { adapter, internalAdapter, secretConfig, password: passwords } = await auth.$context
  const noHeaders = () => new Headers()

  interface Signed {
    readonly session: { readonly id: string }
    readonly user: { readonly id: string; readonly email: string }
  }
  const sessionFrom = ({ session, user }: Signed, headers: Headers): Session => ({
    sid: session.id,
    account: { id: user.id, email: user.email },
    setCookie: headers.getSetCookie(),
  })

  async function sessionOf(cookie: string | undefined): Promise<Session | undefined> {
    if (cookie === undefined) return undefined
    const { response, headers } = await auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
    return response === null ? undefined : sessionFrom(response, headers)
  }

  return {
    async signIn(email, password) {
      try {
        const { headers } = await auth.api.signInEmail({ body: { email, password }, headers: noHeaders(), returnHeaders: true })
        const session = await sessionOf(cookieFrom(headers))
        return session === undefined ? refuse('wrong-credentials') : { ...session, setCookie: headers.getSetCookie() }
      } catch (error) {
        if (!isAPIError(error)) throw error
        if (error.body?.code === 'EMAIL_NOT_VERIFIED') return refuse('email-unverified')
        if (error.statusCode >= 500) throw error
        return refuse('wrong-credentials')
      }
    },
    async makeLink(email) {
      const { promise, resolve } = Promise.withResolvers<string>()
      await auth.api.signInMagicLink({ body: { email, metadata: { handOver: resolve } }, headers: noHeaders() })
      return promise
    },
    async redeemLink(token) {
      try {
        const { response, headers } = await auth.api.magicLinkVerify({ query: { token }, headers: noHeaders(), returnHeaders: true })
        return sessionFrom(response, headers)
      } catch (error) {
        // It says no with a redirection to an error page.
        if (isAPIError(error) && error.statusCode < 500) return refuse('link-used')
        throw error
      }
    },
    async openSession(accountId) {
      const { response, headers } = await auth.api.openSession({ body: { userId: accountId }, returnHeaders: true })
      return response === null ? refuse('not-found') : sessionFrom(response, headers)
    },
    sessionOf,
    async endSession(sid) {
      const { headers } = await auth.api.closeSession({ body: { sid }, returnHeaders: true })
      return headers.getSetCookie()
    },
    async sessionsOf(accountId) {
      const found = await adapter.findMany<{ id: string }>({
        model: 'session',
        where: [{ field: 'userId', value: accountId }],
        limit: 1_000,
      })
      return found.map(({ id }) => id)
    },
    async createAccount({ email, name, passwordHash }): Promise<Account> {
      const address = email.toLowerCase()
      const known = await accountOf(address)
      if (known !== undefined) return known
      const user = await internalAdapter
        .createUser({ email: address, name, emailVerified: true }, { method: 'admin' })
        .catch((error: unknown) => ({ error }))
      if ('error' in user) {
        // Another process may have been quicker: no address has two accounts.
        const made = await accountOf(address)
        if (made === undefined) throw user.error
        return made
      }
      if (passwordHash !== undefined) await addPassword(user.id, passwordHash)
      return { id: user.id, email: address }
    },
    async hashPassword(password, about) {
      const length = [...password].length
      const tooLong = length > PASSWORD_LENGTH.most
      const reason = length < PASSWORD_LENGTH.least ? 'too-short' : tooLong ? 'too-long' : commonBecause(password, about)
      return reason === undefined ? passwords.hash(password) : refuse('weak-password', { reason, ...PASSWORD_LENGTH })
    },
    hasPassword: async (accountId) => (await passwordOf(accountId)) !== undefined,
    async checkPassword(accountId, password) {
      const hash = await passwordOf(accountId)
      return hash !== undefined && (await passwords.verify({ hash, password }))
    },
    async setPassword(accountId, passwordHash) {
      if ((await passwordOf(accountId)) === undefined) await addPassword(accountId, passwordHash)
      else await internalAdapter.updatePassword(accountId, passwordHash)
    },
    keys: keyStoreOn(adapter, secretConfig),
    ping: options.database.ping,
    close: options.database.close,
  }

  async function accountOf(address: string): Promise<Account | undefined> {
    const found = await internalAdapter.findUserByEmail(address)
    return found === null ? undefined : { id: found.user.id, email: found.user.email }
  }

  async function passwordOf(accountId: string): Promise<string | undefined> {
    const found = await internalAdapter.findAccounts(accountId)
    return found.find(({ providerId }) => providerId === 'credential')?.password ?? undefined
  }

  async function addPassword(userId: string, password: string): Promise<void> {
    await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password })
  }
}

/** `Set-Cookie` lines as the browser would send them back. */
const cookieFrom = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

type AuthContext = Awaited<ReturnType<typeof betterAuth>['$context']>
/** The part of better-auth's database layer that does not depend on how it is configured. */
type Rows = Pick<AuthContext['adapter'], 'findMany' | 'create' | 'update'>

/** Signing keys in better-auth's database, so that they follow it to another engine; private parts are encrypted. */
function keyStoreOn(adapter: Rows, secretConfig: AuthContext['secretConfig']): KeyStore {
  return {
    async all() {
      const rows = await adapter.findMany<StoredKey>({ model: 'signingKey', limit: 1_000 })
      return Promise.all(
        rows.map(async ({ kid, publicKey, privateKey, signsFrom, signsUntil }) => ({
          kid,
          publicKey,
          privateKey: await symmetricDecrypt({ key: secretConfig, data: privateKey }),
          signsFrom,
          signsUntil,
        })),
      )
    },
    async add(key) {
      await adapter.create({
        model: 'signingKey',
        data: { ...key, privateKey: await symmetricEncrypt({ key: secretConfig, data: key.privateKey }) },
      })
    },
    async endAt(kid, signsUntil) {
      await adapter.update({ model: 'signingKey', where: [{ field: 'kid', value: kid }], update: { signsUntil } })
    },
  }
}
