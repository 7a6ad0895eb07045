import type { Clock } from '@filature/kernel/clock'
import { MINUTE, msOf } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'

/** Attempts within one minute. */
export interface AttemptLimits {
  /** One e-mail address from one network address. */
  readonly perPair: number
  /** One network address, whatever the e-mail: a whole third place sits behind one. */
  readonly perAddress: number
  /** One e-mail address from anywhere: guessing from many machines. */
  readonly perEmail: number
}

export interface Attempts {
  /** Counts an attempt, or refuses `too-many-attempts{retryAfterS}` without counting it. */
  note(email: string, ip: string): Refusal | undefined
}

/** An IPv6 household has a whole /64: its first four groups; IPv4 as it is. */
function household(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  return tail === undefined || groups.length >= 4 ? groups.slice(0, 4).join(':') : [...groups, '0', '0', '0'].slice(0, 4).join(':')
}

/** Keys that are forgotten once their minute is over; above this many they are looked through. */
const SWEEP_ABOVE = 10_000

/**
 * Sliding windows of one minute in memory of this process. Checking a password costs 60 ms of processor, so this is also
 * what keeps one caller from taking it all.
 */
export function attemptsWithin(limits: AttemptLimits, clock: Clock): Attempts {
  const windows = new Map<string, number[]>()

  function recent(key: string, since: number): number[] {
    const kept = (windows.get(key) ?? []).filter((at) => at > since)
    if (kept.length === 0) windows.delete(key)
    else windows.set(key, kept)
    return kept
  }

  return {
    note(email, address) {
      const ip = household(address)
      const now = msOf(clock.now())
      const who = email.toLowerCase()
      if (windows.size > SWEEP_ABOVE) for (const key of [...windows.keys()]) recent(key, now - MINUTE)
      const rules: readonly (readonly [string, number])[] = [
        [`pair ${who} ${ip}`, limits.perPair],
        [`ip ${ip}`, limits.perAddress],
        [`email ${who}`, limits.perEmail],
      ]
      const waits = rules.map(([key, most]) => {
        const times = recent(key, now - MINUTE)
        const freed = times[times.length - most]
        return freed === undefined ? 0 : freed + MINUTE - now
      })
      const wait = Math.max(...waits)
      if (wait > 0) return refuse('too-many-attempts', { retryAfterS: Math.ceil(wait / 1_000) })
      for (const [key] of rules) windows.set(key, [...(windows.get(key) ?? []), now])
      return undefined
    },
  }
}
