import type { Server } from 'node:http'

/** Brings a sign-in link to a person. Rejects when it could not be handed over. */
export type DeliverMagicLink = (email: string, url: string) => Promise<void>

export interface Link {
  readonly url: string
  readonly token: string
}

/** The last link of each address, for the demonstration and for tests; a link is forgotten with the process. */
export interface LastLinks {
  remember(email: string, link: Link): void
  of(email: string): Link | undefined
}

const MOST_REMEMBERED = 1_000

export function lastLinks(): LastLinks {
  const links = new Map<string, Link>()
  return {
    remember(email, link) {
      const key = email.toLowerCase()
      links.delete(key)
      links.set(key, link)
      const oldest = links.keys().next().value
      if (links.size > MOST_REMEMBERED && oldest !== undefined) links.delete(oldest)
    },
    of: (email) => links.get(email.toLowerCase()),
  }
}

/** `https://filature.example/connexion?token=…&returnTo=%2Fmarche`: the screen hands the token back, so that mail scanners that open links use none up. */
export function linkUrl(publicUrl: string, token: string, returnTo: string | undefined): string {
  const url = new URL('/connexion', publicUrl)
  url.searchParams.set('token', token)
  if (returnTo !== undefined) url.searchParams.set('returnTo', returnTo)
  return url.toString()
}

/** Where a server that listens is reached from the machine itself. */
export function localOriginOf(server: Server | undefined): string {
  const address = server?.address()
  return typeof address === 'object' && address !== null ? `http://localhost:${address.port}` : 'http://localhost'
}

/** Prints links on the server's console: for the demonstration, and for a place that begins without mail. */
export const deliverOnConsole: DeliverMagicLink = async (email, url) => {
  console.log(`sign-in link for ${email}: ${url}`)
}
