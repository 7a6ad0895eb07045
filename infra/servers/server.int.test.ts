import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort, isListenedOn } from './ports.ts'
import { type RunningServer, type ServerToStart, startServer } from './server.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Says its process id to whoever connects, and writes into its folder how it was told to end. */
const PROGRAM = `
const { writeFileSync } = require('node:fs')
const [port, folder] = process.argv.slice(1)
process.on('SIGTERM', () => { writeFileSync(folder + '/ended', 'in order'); process.exit() })
// Who only looks whether it listens hangs up at once, which is no reason to die.
require('node:net').createServer((socket) => socket.on('error', () => {}).end(String(process.pid))).listen(Number(port), '127.0.0.1')
console.log('listens')`

interface Started {
  readonly server: RunningServer
  readonly port: number
  readonly dataDir: string
}

async function start(options: Partial<ServerToStart> = {}): Promise<Started> {
  const port = options.port ?? (await freePort())
  let dataDir = ''
  const server = await startServer({
    name: 'a server',
    port,
    longestStartMs: 20_000,
    async command(folder) {
      dataDir = folder
      return [process.execPath, '-e', PROGRAM, String(port), folder]
    },
    ...options,
  })
  closing.push(server.stop)
  return { server, port, dataDir }
}

/** What the server says first. */
function heard(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    connect({ port, host: '127.0.0.1' })
      .on('data', (part) => resolve(part.toString()))
      .on('error', reject)
  })
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'filature-server-test-'))
  closing.unshift(() => rmSync(made, { recursive: true }))
  return made
}

describe('a server', () => {
  test('has started when it listens, ends in order, and takes its own data with it', async () => {
    const { server, port, dataDir } = await start()
    expect(await isListenedOn(port)).toBe(true)
    await server.stop()
    await server.stop()
    expect([await isListenedOn(port), existsSync(dataDir)]).toEqual([false, false])
  })

  test('leaves data in a folder that was named, with what it said', async () => {
    const dataDir = folder()
    const { server } = await start({ dataDir })
    await server.stop()
    expect(await readFile(join(dataDir, 'ended'), 'utf8')).toBe('in order')
    expect(await readFile(join(dataDir, 'server.out'), 'utf8')).toBe('listens\n')
  })

  test('that is killed writes nothing more, and comes back on the same port and data', async () => {
    const { server, port, dataDir } = await start()
    const first = await heard(port)
    await writeFile(join(dataDir, 'stock'), '12')
    await server.kill()
    expect([await isListenedOn(port), existsSync(join(dataDir, 'ended'))]).toEqual([false, false])
    await server.restart()
    expect(await heard(port)).not.toBe(first)
    expect(await readFile(join(dataDir, 'stock'), 'utf8')).toBe('12')
  })

  test('that is frozen keeps its connections and answers nobody until it is thawed', async () => {
    const { server, port } = await start()
    server.freeze()
    const words: string[] = []
    const answer = heard(port).then((word) => words.push(word))
    for (let time = 0; time < 50; time += 1) expect(await isListenedOn(port), 'the system takes connections for it').toBe(true)
    expect(words).toEqual([])
    server.thaw()
    await answer
    expect(words).toHaveLength(1)
  })

  test('that is frozen ends in order all the same', async () => {
    const dataDir = folder()
    const { server } = await start({ dataDir })
    server.freeze()
    await server.stop()
    expect(existsSync(join(dataDir, 'ended'))).toBe(true)
  })

  test('takes orders one after the other: a stop during a restart leaves nothing running', async () => {
    const { server, port, dataDir } = await start()
    const restarted = server.restart()
    await Promise.all([restarted, server.kill(), server.restart(), server.stop()])
    expect([await isListenedOn(port), existsSync(dataDir)]).toEqual([false, false])
  })

  test('may be gone when it is told something: that is no fault', async () => {
    const { server, port } = await start()
    process.kill(Number(await heard(port)), 'SIGKILL')
    for (let time = 0; time < 100; time += 1) server.thaw()
    await server.kill()
    await server.restart()
    expect(await isListenedOn(port)).toBe(true)
  })
})

describe('a start that fails', () => {
  test.each([
    ['that ends', 'echo no space left; exit 1', /a server did not start: it ended by itself\. It wrote:\nno space left/],
    ['that is not there', 'exec no-such-program', /no-such-program/],
    ['that does not listen', 'echo waits; exec sleep 60', /it does not listen after 0\.5 s\. It wrote:\nwaits/],
  ])('tells what the program %s wrote, and leaves neither it nor its folder', async (_how, script, words) => {
    let dataDir = ''
    const started = start({
      longestStartMs: 500,
      async command(given) {
        dataDir = given
        return ['sh', '-c', script]
      },
    })
    await expect(started).rejects.toThrow(words)
    expect(existsSync(dataDir)).toBe(false)
  })

  test('after it listened stops it again', async () => {
    const port = await freePort()
    const afterFirstStart = async () => {
      throw new Error('it cannot be prepared')
    }
    await expect(start({ port, afterFirstStart })).rejects.toThrow('it cannot be prepared')
    expect(await isListenedOn(port)).toBe(false)
  })

  test('because somebody else listens on its port says so', async () => {
    const port = await freePort()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    closing.push(() => other.close())
    await expect(start({ port })).rejects.toThrow(`port ${port} is used by another program`)
  })
})
