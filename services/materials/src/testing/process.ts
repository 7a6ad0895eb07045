import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { LocalTokens } from './tokens.ts'

/** The service as a process of its own, as it is deployed. */
export interface MaterialsProcess {
  readonly base: string
  /** kill -9: no handler, no farewell. Resolves when it is gone. */
  kill(): Promise<void>
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const START_MS = 20_000

/** Serves the key set as identity does; answers its address and how to stop it. */
export async function serveKeys({ keys }: LocalTokens): Promise<{ url: string; stop(): void }> {
  const server = createServer((_req, res) => res.setHeader('Content-Type', 'application/json').end(JSON.stringify(keys)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() }
}

export async function startProcess(dataDir: string, identityUrl: string): Promise<MaterialsProcess> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    IDENTITY_URL: identityUrl,
    REQUESTS_PER_MINUTE: '0',
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const port = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`materials did not start: ${said}`)), START_MS)
    const hear = (part: Buffer) => {
      said += part.toString()
      const found = /listens on http:\/\/[^:]+:(\d+)/.exec(said)?.[1]
      if (found !== undefined) {
        clearTimeout(timer)
        resolve(found)
      }
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`materials ended with ${code}: ${said}`)))
  })
  return {
    base: `http://127.0.0.1:${port}/api/materials/v1`,
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
