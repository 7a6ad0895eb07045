import { connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port)
        else reject(new Error('no port could be reserved'))
      })
    })
  })
}

const LOOK_AGAIN_MS = 100

/**
 * True as soon as somebody listens on the port; false when nobody does for so many milliseconds, or until the signal says
 * that nobody wants to know any more.
 */
export async function listens(port: number, longestMs: number, signal?: AbortSignal): Promise<boolean> {
  const until = performance.now() + longestMs
  while (performance.now() < until && signal?.aborted !== true) {
    if (await isListenedOn(port)) return true
    await pause(LOOK_AGAIN_MS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
  }
  return false
}

/** Whether somebody listens on the port now. */
export function isListenedOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const settle = (does: boolean) => {
      socket.destroy()
      resolve(does)
    }
    socket.on('connect', () => settle(true))
    socket.on('error', () => settle(false))
  })
}
