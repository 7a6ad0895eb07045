/**
 * What was asked for, if it comes in so many milliseconds. The timer began with it in the same process, so a busy machine holds it
 * up as much as the timers of what is tested: the limit says what the program does, not how fast the machine is today.
 */
export async function within<T>(mostMs: number, asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`not answered within ${mostMs} ms`)), mostMs)
  try {
    return await Promise.race([asked, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
