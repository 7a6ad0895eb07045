import { type FileHandle, open } from 'node:fs/promises'

/**
 * Makes what was written to a file survive a power cut, beside the event loop: the process goes on while the disk works,
 * and everybody who asks while it works shares the next round.
 */
export interface DiskSync {
  /**
   * Resolves when all that was written to the file before this call is on the disk. Once the disk has failed it rejects for
   * good: the engine may have forgotten what it could not write, so only a new start, which reads the disk, knows.
   */
  synced(): Promise<void>
  close(): Promise<void>
}

/** The file may come into being later, but before the first call of `synced`. */
export function diskSync(path: string): DiskSync {
  let handle: Promise<FileHandle> | undefined
  let working: Promise<void> | undefined
  let next: Promise<void> | undefined

  async function sync(): Promise<void> {
    handle ??= open(path, 'r+')
    await (await handle).datasync()
  }

  function begin(): Promise<void> {
    const round = sync()
    working = round
    const over = () => {
      if (working === round) working = undefined
    }
    round.then(over, () => {})
    return round
  }

  return {
    synced() {
      if (working === undefined) return begin()
      // What was written since the round in hand began is for the next one.
      next ??= working.then(() => {
        next = undefined
        return begin()
      })
      return next
    },
    async close() {
      await Promise.allSettled([working, next])
      await handle?.then(
        (opened) => opened.close(),
        () => undefined,
      )
    },
  }
}
