import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { choiceBefore, rememberChoice } from './checkout-draft.ts'

type Session = Parameters<typeof choiceBefore>[0]

/** Only what a choice looks at. */
const session = (free: number, id = 'ses_1') =>
  ({
    id,
    points: [
      {
        id: 'pkp_1',
        slots: [
          { id: 'slt_1', free },
          { id: 'slt_2', free: 3 },
        ],
      },
    ],
  }) as unknown as Session

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('what was chosen is chosen again when the page is read again', () => {
  rememberChoice('ses_1', { pointId: 'pkp_1', slotId: 'slt_1' })
  expect(choiceBefore(session(1))).toEqual({ pointId: 'pkp_1', slotId: 'slt_1' })
})

test('a slot that has filled up meanwhile is not chosen any more, its point is', () => {
  rememberChoice('ses_1', { pointId: 'pkp_1', slotId: 'slt_1' })
  expect(choiceBefore(session(0))).toEqual({ pointId: 'pkp_1', slotId: undefined })
})

test('a choice belongs to its sale, and what nobody wrote is no choice', () => {
  rememberChoice('ses_1', { pointId: 'pkp_1', slotId: 'slt_1' })
  expect(choiceBefore(session(1, 'ses_2'))).toBeUndefined()
  sessionStorage.setItem('filature.checkout.ses_2', '{')
  expect(choiceBefore(session(1, 'ses_2'))).toBeUndefined()
})
