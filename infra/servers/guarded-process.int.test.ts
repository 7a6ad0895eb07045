import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { startGuarded } from './guarded-process.ts'

/** Starts a program that would run for ever, tells its process id, and says `still here` to each Ctrl+C. */
const STARTER = `
const { openSync } = await import('node:fs')
const { startGuarded } = await import(${JSON.stringify(new URL('./guarded-process.ts', import.meta.url).href)})
process.on('SIGINT', () => console.log('still here'))
await startGuarded(['sh', '-c', 'echo $$ >&2; exec sleep 600'], 2)
setInterval(() => {}, 1000)`

let starter: ChildProcess | undefined
afterEach(() => {
  starter?.kill('SIGKILL')
  starter = undefined
})

/** In a group of its own, as a shell starts it; resolves with the process id of what it guards. */
async function startStarter() {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', STARTER], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  starter = child
  const [line] = await once(child.stderr, 'data')
  const guarded = Number(String(line).trim())
  expect(isAlive(guarded), String(line)).toBe(true)
  if (child.pid === undefined) throw new Error('the starter has no process id')
  return { child, group: child.pid, guarded }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a guarded program ends with the process that started it, also when that is killed', async () => {
  const { child, guarded } = await startStarter()
  child.kill('SIGKILL')
  await expect.poll(() => isAlive(guarded), { timeout: 10_000 }).toBe(false)
})

test('Ctrl+C, which reaches a whole group, leaves the guarded program to the process that started it', async () => {
  const { child, group, guarded } = await startStarter()
  for (let time = 0; time < 3; time += 1) {
    process.kill(-group, 'SIGINT')
    expect(String((await once(child.stdout, 'data'))[0])).toBe('still here\n')
    expect(isAlive(guarded)).toBe(true)
  }
})

test('a program that ended is left alone', async () => {
  const { ended, signal } = await startGuarded(['true'], openSync('/dev/null', 'w'))
  await ended
  signal('SIGKILL')
})
