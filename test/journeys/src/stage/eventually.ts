import type { Locator } from 'playwright-core'
import { expect } from 'vitest'

/** As long as a busy machine needs, in milliseconds. */
const PATIENCE_MS = 20_000

/**
 * Looks again and again until what follows holds: a screen may take as long as a busy machine needs, but no longer.
 * `everyMs`: how often the screen itself looks, where it does not hear of changes.
 */
export const eventually = <Seen>(look: () => Seen | Promise<Seen>, message?: string, everyMs = 0) =>
  expect.poll(look, { timeout: PATIENCE_MS + everyMs, interval: 40, ...(message !== undefined && { message }) })

/** Plain spaces for the no-break ones of French typography, so that tests can be typed on any keyboard. */
export const plain = (text: string | null): string =>
  (text ?? '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The words of one thing on screen, with plain spaces. */
export const textOf = async (shown: Locator): Promise<string> => plain(await shown.textContent())
