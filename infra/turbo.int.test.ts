import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const home = mkdtempSync(join(tmpdir(), 'first-start-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('the very first start on a machine speaks of Filature only, and no build tool reports on its use', () => {
  const { PATH, SystemRoot } = process.env
  const homes = { HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home, XDG_CONFIG_HOME: home }
  const dry = spawnSync(process.execPath, [join(import.meta.dirname, 'turbo.mjs'), 'run', 'build', '--dry=json'], {
    env: { PATH, SystemRoot, ...homes },
    encoding: 'utf8',
  })
  expect(dry.status, dry.stderr).toBe(0)
  expect(`${dry.stdout}${dry.stderr}`).not.toMatch(/telemetry|anonymous/i)
})

test('every npm script that runs turbo goes that way', () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { scripts: Record<string, string> }
  const byItself = Object.entries(scripts).filter(([, line]) => /(^|[\s;&])turbo /.test(line))
  expect(byItself).toEqual([])
})
