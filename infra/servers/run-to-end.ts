import { spawn } from 'node:child_process'
import { ServerMissing } from './missing.ts'

export interface Ended {
  /** Null after a signal. */
  readonly code: number | null
  /** All that it wrote, to either output, without the white space around it. */
  readonly output: string
}

/** Runs a program to its end. Rejects with `ServerMissing` and the words of `missing` when there is none of this name. */
export function runToEnd([program = '', ...args]: readonly string[], missing: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part
      })
    }
    child.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? new ServerMissing(missing) : error))
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}
