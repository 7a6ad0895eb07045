import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { killChildren, startChild } from './standalone-child.ts'

/** EX_CONFIG of sysexits.h */
const CONFIGURATION = 78

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faults-configuration-'))
})
afterEach(killChildren)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Starts, expects it to give up, and returns what it said on standard error. */
async function refusedStart(environment: Readonly<Record<string, string>>, options?: { readonly asUser: number }): Promise<string> {
  const child = startChild({ DATA_DIR: join(folder, 'data'), ...environment }, options)
  const code = await child.exited
  const { err, out } = child.said()
  expect([code, out], err).toEqual([CONFIGURATION, ''])
  // One message for a person, never a stack.
  expect(err).not.toMatch(/\n\s+at /)
  return err
}

describe('a start that cannot be', () => {
  test.for([
    ['PORT', 'eighty'],
    ['DEMO', 'maybe'],
    ['MATERIALS_PERSON_HOLDS', 'many'],
    ['AUTH_SECRET', 'short'],
  ] as const)('names the variable: %s=%s', async ([name, value]) => {
    const said = await refusedStart({ [name]: value })
    expect(said).toContain(`${name}=${JSON.stringify(value)}`)
  })

  test('says which engine does not answer, and what to do: KAFKA_BROKERS', async () => {
    const said = await refusedStart({ KAFKA_BROKERS: 'kafka.invalid:9092' })
    expect(said).toContain('Kafka (kafka.invalid:9092)')
    expect(said).toContain('Check that it runs and that KAFKA_BROKERS names it')
  })

  test('says how an address has to look that is none: MONGODB_URI', async () => {
    expect(await refusedStart({ MONGODB_URI: 'somewhere.example.org:9092' })).toContain('MONGODB_URI must look like mongodb://')
  })

  test('says that the port is taken, and how to take another one', async () => {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const said = await refusedStart({ PORT: String(address.port), DATA_DIR: join(folder, 'busy-port'), DEMO: 'off' })
    expect(said).toContain(`PORT=${address.port} is used by another program`)
    expect(said).toContain('PORT=8081 npm start')
    server.close()
  })

  test('says that the data folder cannot be written', async () => {
    const readOnly = join(folder, 'read-only')
    await mkdir(readOnly)
    const asRoot = process.getuid?.() === 0
    if (asRoot) {
      // Root may write everywhere, so somebody else has to try.
      await chmod(folder, 0o755)
      await chown(readOnly, NOBODY, NOBODY)
    }
    await chmod(readOnly, 0o555)
    const said = await refusedStart({ DATA_DIR: readOnly }, asRoot ? { asUser: NOBODY } : undefined)
    expect(said).toContain(readOnly)
    expect(said).toMatch(/writ/)
  })

  test('says that the data folder is a file', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    expect(await refusedStart({ DATA_DIR: join(file, 'data') })).toContain(file)
  })

  test.for(['log', 'demo', 'accounts', 'market', 'load-lock'])('says that the file %s.sqlite is damaged, and what to do', async (name) => {
    const dataDir = join(folder, `damaged-${name}`)
    await mkdir(dataDir)
    await writeFile(join(dataDir, `${name}.sqlite`), 'This was a shopping list once. '.repeat(400))
    const said = await refusedStart({ DATA_DIR: dataDir })
    expect(said).toContain(join(dataDir, `${name}.sqlite`))
    expect(said).toMatch(/backup|move it|delete it/)
  })
})

/** The user `nobody` of Linux and macOS has no rights anywhere. */
const NOBODY = 65_534
