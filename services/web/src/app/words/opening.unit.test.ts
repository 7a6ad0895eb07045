import { describe, expect, it } from 'vitest'
import { daysBetween, openState, wallClock, weekdayNumber } from './opening.ts'

const WEEK = [2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '19:00' })).concat({ weekday: 6, from: '10:00', to: '18:00' })
/** Friday 27 November 2026 in Paris, winter time. */
const friday = (time: string) => Date.parse(`2026-11-27T${time}:00+01:00`)

describe('is the place open', () => {
  it('says until when while it is, and when it opens next', () => {
    const { now, next } = openState(WEEK, [], friday('14:32'))
    expect(now).toEqual({ date: '2026-11-27', from: '09:00', to: '19:00' })
    expect(next).toEqual({ date: '2026-11-28', from: '10:00', to: '18:00' })
  })

  it('is closed from the very minute of closing', () => {
    expect(openState(WEEK, [], friday('18:59')).now).toBeDefined()
    expect(openState(WEEK, [], friday('19:00')).now).toBeUndefined()
  })

  it('opens later today before its hour', () => {
    expect(openState(WEEK, [], friday('08:00'))).toMatchObject({ now: undefined, next: { date: '2026-11-27' } })
  })

  it('leaves out days of closure, first and last included', () => {
    const { now, next } = openState(WEEK, [{ from: '2026-11-27', to: '2026-12-01' }], friday('14:00'))
    expect(now).toBeUndefined()
    expect(next?.date).toBe('2026-12-02')
  })

  it('knows nothing of a place that never opens', () => {
    expect(openState([], [], friday('14:00'))).toEqual({ now: undefined, next: undefined })
  })

  it('reads the wall of Paris, also after midnight there and before it in UTC', () => {
    expect(wallClock(Date.parse('2026-07-31T22:30:00Z'))).toEqual({ date: '2026-08-01', time: '00:30' })
  })

  it('counts days over the change of the clocks', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
    expect(weekdayNumber('2026-11-29')).toBe(7)
  })
})
