import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'

const LOOK_MS = 50

/**
 * Looks every 50 ms until `read` answers `wanted`, for tests of what the product promises to do within so many seconds. Looks
 * are counted and not the time: where the whole machine stands still for a while, the product is not late. Rejects with what
 * was seen last.
 */
export async function within<T>(seconds: number, read: () => T | Promise<T>, wanted: NoInfer<T>): Promise<void> {
  const most = Math.ceil((seconds * 1_000) / LOOK_MS)
  for (let looks = 1; ; looks += 1) {
    const seen = await read()
    if (isDeepStrictEqual(seen, wanted)) return
    if (looks > most)
      throw new Error(`not within ${seconds} s, ${looks} looks: ${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`)
    await pause(LOOK_MS)
  }
}
