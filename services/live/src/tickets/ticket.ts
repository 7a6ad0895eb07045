import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '@filature/kernel/clock'
import { type Instant, msOf, plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { z } from 'zod'

/** Whom a socket belongs to. */
export interface TicketHolder {
  readonly memberId: string | undefined
  readonly sessionId: string | undefined
}

export interface Tickets {
  issue(holder: TicketHolder): { readonly ticket: string; readonly expiresAt: Instant }
  /** Once per ticket; refusal `ticket-invalid`. */
  redeem(ticket: string): TicketHolder | Refusal
}

export interface TicketsOptions {
  readonly clock: Clock
  readonly lastsMs: number
  /** Shared by all gateways; each remembers what was used with itself, so with several of them "once" is once per gateway. */
  readonly secret: string | undefined
}

const claims = z.object({ n: z.string(), m: z.string().optional(), s: z.string().optional(), e: z.int() })

/** Signed, so that any gateway can redeem what another one issued; used ones are remembered until they end anyway. */
export function createTickets({ clock, lastsMs, secret }: TicketsOptions): Tickets {
  const key = secret ?? randomBytes(32)
  const used = new Map<string, number>()
  const sign = (body: string) => createHmac('sha256', key).update(body).digest()

  function forgetEnded(nowMs: number) {
    // In order of use and all of one length, so the first that has not ended ends the search.
    for (const [nonce, endsMs] of used) {
      if (endsMs > nowMs) return
      used.delete(nonce)
    }
  }

  return {
    issue({ memberId, sessionId }) {
      const expiresAt = plusMs(clock.now(), lastsMs)
      const content: z.input<typeof claims> = { n: randomBytes(12).toString('base64url'), m: memberId, s: sessionId, e: msOf(expiresAt) }
      const body = Buffer.from(JSON.stringify(content)).toString('base64url')
      return { ticket: `${body}.${sign(body).toString('base64url')}`, expiresAt }
    },
    redeem(ticket) {
      const [body = '', signature = ''] = ticket.split('.')
      const given = Buffer.from(signature, 'base64url')
      const expected = sign(body)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return refuse('ticket-invalid')
      const { n, m, s, e } = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
      const nowMs = msOf(clock.now())
      if (e <= nowMs || used.has(n)) return refuse('ticket-invalid')
      forgetEnded(nowMs)
      used.set(n, nowMs + lastsMs)
      return { memberId: m, sessionId: s }
    },
  }
}
