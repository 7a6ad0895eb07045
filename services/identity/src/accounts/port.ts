import type { Refusal } from '@filature/kernel/refusal'

/** Somebody's signed-in device. */
export interface Session {
  /** `ses_…`, the `sid` of its tokens. */
  readonly sid: string
  readonly account: Account
  /** Set-Cookie lines for the answer. */
  readonly setCookie: readonly string[]
}

export interface Account {
  /** `usr_…` */
  readonly id: string
  /** Lower case; proven, or nobody could have signed in. */
  readonly email: string
}

export interface NewAccount {
  readonly email: string
  readonly name: string
  /** From `hashPassword`; absent: links only. */
  readonly passwordHash?: string | undefined
}

/** A key that signs tokens, as the accounts' store keeps it. Instants are epoch milliseconds. */
export interface StoredKey {
  readonly kid: string
  /** Public JWK, JSON. */
  readonly publicKey: string
  /** Private JWK, JSON. */
  readonly privateKey: string
  readonly signsFrom: number
  readonly signsUntil: number
}

/** How many characters a password has. */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const

/**
 * Who somebody is: accounts, passwords, links, sessions. Everything behind it can be replaced without the rest of identity
 * noticing. What a person may do is not its business.
 */
export interface Accounts {
  /** Refuses `wrong-credentials`, the same for an unknown address and in the same time, and `email-unverified`. */
  signIn(email: string, password: string): Promise<Session | Refusal>
  /** Makes a token that signs in whoever shows it, once, within the links' lifetime; a new address becomes an account. */
  makeLink(email: string): Promise<string>
  /** Refuses `link-used`: used, ended or never given; one answer for all. */
  redeemLink(token: string): Promise<Session | Refusal>
  /** Signs in without proof: only for the demonstration. Refuses `not-found`. */
  openSession(accountId: string): Promise<Session | Refusal>
  /** The session that a Cookie header belongs to. */
  sessionOf(cookie: string | undefined): Promise<Session | undefined>
  /** Ends a session; returns the Set-Cookie lines that make the browser forget it. */
  endSession(sid: string): Promise<readonly string[]>
  /** The `sid` of every session of the account. */
  sessionsOf(accountId: string): Promise<readonly string[]>
  /** Makes the account with a proven address, or returns the one that has it. For loaders and imports. */
  createAccount(account: NewAccount): Promise<Account>
  /** Refuses `weak-password{reason, least, most}`. About 60 ms of work. */
  hashPassword(password: string, about: { readonly email: string; readonly name: string }): Promise<string | Refusal>
  hasPassword(accountId: string): Promise<boolean>
  checkPassword(accountId: string, password: string): Promise<boolean>
  setPassword(accountId: string, passwordHash: string): Promise<void>
  readonly keys: KeyStore
  /** Rejects when the accounts' store does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Where signing keys lie; private parts are encrypted there. */
export interface KeyStore {
  all(): Promise<readonly StoredKey[]>
  add(key: StoredKey): Promise<void>
  /** Ends a key early. */
  endAt(kid: string, signsUntil: number): Promise<void>
}
