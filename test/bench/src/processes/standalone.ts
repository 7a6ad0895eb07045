import { fileURLToPath } from 'node:url'
import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import { DEMO_PASSWORD, demoAccounts } from '@filature/demo/accounts'
import { temporaryFolder } from './folder.ts'
import { OPEN_LIMITS } from './materials.ts'
import { type ServiceProcess, startService } from './service.ts'

const MAIN = fileURLToPath(new URL('../../../../infra/standalone/src/main.ts', import.meta.url))

/** The whole place with its demonstration, as `npm start` starts it. */
export interface StandaloneUnderLoad {
  process(): ServiceProcess
  /** SIGTERM and a start on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openStandalone(environment: Readonly<Record<string, string>> = {}): Promise<StandaloneUnderLoad> {
  const dataDir = await temporaryFolder()
  const start = () => startService(MAIN, { ...OPEN_LIMITS, SIGN_INS_PER_MINUTE: '0', ...environment, DATA_DIR: dataDir })
  let running = await start()
  return {
    process: () => running,
    async restart() {
      await running.stop()
      running = await start()
    },
    async close() {
      await running.stop()
    },
  }
}

/** Tokens of all accounts of the demonstration, as a person gets them. */
export async function signInAll(port: number): Promise<readonly string[]> {
  return Promise.all(
    demoAccounts().map(async ({ email }) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/identity/v1/sign-in`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password: DEMO_PASSWORD }),
      })
      // As the contract of the route has it; what is no token is found out by the first hold.
      const { token } = (await answer.json()) as { readonly token?: string }
      if (token === undefined) throw new Error(`${email} cannot sign in: ${answer.status}`)
      return token
    }),
  )
}

/** The lot with the most single pieces free. */
export async function largestLot(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/materials/v1/lots/search?limit=100`)
  // As the contract of the route has it.
  const { items } = (await answer.json()) as { readonly items: readonly LotCard[] }
  const fit = items.filter(({ unit, stage, granularity }) => unit === 'piece' && stage === 'stocked' && granularity.mode === 'piece')
  const [largest] = fit.sort((a, b) => b.available - a.available)
  if (largest === undefined || largest.available < LEAST_UNITS) throw new Error('the demonstration has no lot that is large enough')
  return largest.lotId
}

/** As many as are held at the same time, with room to spare. */
const LEAST_UNITS = 100
