import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installOnce } from './install-once.ts'

let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'filature-installed-'))
})
afterEach(() => rmSync(place, { recursive: true }))

it('what is there is not installed again', async () => {
  let times = 0
  const install = async (folder: string) => {
    times += 1
    writeFileSync(join(folder, 'server'), String(times))
  }
  await installOnce(join(place, '1.0'), install)
  await installOnce(join(place, '1.0'), install)
  expect([times, readdirSync(place), readdirSync(join(place, '1.0'))]).toEqual([1, ['1.0'], ['server']])
})

it('an installation that breaks off leaves nothing that could be taken for the whole', async () => {
  const folder = join(place, '1.0')
  const broken = installOnce(folder, async (partial) => {
    writeFileSync(join(partial, 'half'), '')
    expect(existsSync(folder)).toBe(false)
    throw new Error('no space left')
  })
  await expect(broken).rejects.toThrow('no space left')
  expect(readdirSync(place)).toEqual([])
})
