import { manualClock } from '@filature/kernel/clock'
import { parseInstant } from '@filature/kernel/instant'
import { describe, expect, test } from 'vitest'
import { replayClock } from './replay-clock.ts'

const at = (text: string) => parseInstant(`${text}Z`)
const JANUARY = at('2026-01-01T00:00:00')
const FEBRUARY = at('2026-02-01T00:00:00')
const MARCH = at('2026-03-01T00:00:00')
const APRIL = at('2026-04-01T00:00:00')

describe('the clock of a past that is being lived', () => {
  test('stands where it is put, and wakes whom that makes due, in order', () => {
    const clock = replayClock(manualClock(MARCH), JANUARY)
    const woken: string[] = []
    clock.wakeAt(MARCH, () => woken.push('march'))
    clock.wakeAt(FEBRUARY, () => woken.push('february'))
    expect(clock.nextWake()).toBe(FEBRUARY)
    clock.moveTo(FEBRUARY)
    expect([clock.now(), woken, clock.nextWake()]).toEqual([FEBRUARY, ['february'], MARCH])
  })

  test('forgets who asked it to', () => {
    const clock = replayClock(manualClock(MARCH), JANUARY)
    clock.wakeAt(FEBRUARY, () => expect.unreachable())()
    expect(clock.nextWake()).toBeUndefined()
    clock.moveTo(FEBRUARY)
  })

  test('wakes at once, yet never inside the call, who asks for an instant that has passed', async () => {
    const clock = replayClock(manualClock(MARCH), FEBRUARY)
    let inside = true
    const woken = new Promise<boolean>((resolve) => clock.wakeAt(JANUARY, () => resolve(inside)))
    inside = false
    expect(await woken).toBe(false)
  })

  test('never goes back', () => {
    const clock = replayClock(manualClock(MARCH), FEBRUARY)
    expect(() => clock.moveTo(JANUARY)).toThrow('a clock never goes back')
  })

  test('once it has joined the present, whoever waited waits on the real clock', () => {
    const present = manualClock(MARCH)
    const clock = replayClock(present, JANUARY)
    const woken: string[] = []
    const forget = clock.wakeAt(APRIL, () => expect.unreachable())
    clock.wakeAt(APRIL, () => woken.push('april'))
    clock.joinPresent()
    expect(clock.now()).toBe(MARCH)
    forget()
    present.advanceTo(APRIL)
    expect([clock.now(), woken]).toEqual([APRIL, ['april']])
    expect(() => clock.moveTo(APRIL)).toThrow('has joined the present')
  })
})
