import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Answer } from '@filature/aggregates/answer'
import { describe, expect, test } from 'vitest'
import { LOADER } from '../world.ts'
import { ask } from './perform.ts'

const row = { file: 'lots.csv', line: 12 }
const done: Answer<number> = { reply: 1, version: 1, repeated: false }
const refused = (code: string, figures = {}): Answer<number> => ({ refused: true, code, figures, version: 0 })

describe('what a row asks for', () => {
  test('is asked with a key of its own, so that a load that is repeated asks for nothing twice', async () => {
    const keys: unknown[] = []
    const remember = async ({ idempotencyKey }: ExecuteOptions) => {
      keys.push(idempotencyKey)
      return done
    }
    await ask(row, 'ReceiveLot', LOADER, remember)
    await ask(row, 'PublishLot', LOADER, remember)
    expect(keys).toEqual(['demo/lots.csv/12/ReceiveLot', 'demo/lots.csv/12/PublishLot'])
  })

  test('stops the load when it is refused, with file, line, step and code', async () => {
    const asking = ask(row, 'PublishLot', LOADER, async () => refused('record-incomplete', { missing: 'photo' }))
    await expect(asking).rejects.toThrow('lots.csv:12: PublishLot is refused: record-incomplete {"missing":"photo"}')
  })

  test('is asked again while there is only too much at once', async () => {
    const answers = [refused('busy', { retryAfterS: 1 }), refused('unavailable', { retryAfterS: 1 }), done]
    expect(await ask(row, 'PublishLot', LOADER, async () => answers.shift() ?? refused('asked too often'))).toEqual(done)
  })
})
