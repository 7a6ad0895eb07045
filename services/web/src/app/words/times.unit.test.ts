import { describe, expect, it } from 'vitest'
import { dayAndHour, hour, longDay, shortDay, span, timeLeft, timeRange, weekday } from './times.ts'

const NB = '\u00a0'

describe('times at the place', () => {
  it('writes the hour of Paris, in winter and in summer', () => {
    expect(hour('2026-12-02T17:00:00.000Z', 'fr')).toBe(`18${NB}h`)
    expect(hour('2026-07-01T15:30:00.000Z', 'fr')).toBe(`17${NB}h${NB}30`)
    expect(hour('2026-12-02T13:32:00.000Z', 'en')).toBe('14:32')
  })

  it('calls noon and midnight by their names', () => {
    expect(hour('2026-12-01T11:00:00.000Z', 'fr')).toBe('midi')
    expect(hour('2026-11-30T23:00:00.000Z', 'en')).toBe('midnight')
  })

  it('names days without letting number and month part', () => {
    expect(longDay('2026-12-02', 'fr')).toBe(`mercredi 2${NB}décembre`)
    expect(shortDay('2026-12-02', 'fr')).toBe(`mer. 2${NB}déc.`)
    expect(weekday('2026-12-02', 'en')).toBe('Wednesday')
    expect(dayAndHour('2026-12-02T17:00:00.000Z', 'fr')).toBe(`mer. 2${NB}déc., 18${NB}h`)
  })

  it('keeps a civil date the day it is', () => {
    expect(weekday('2026-12-06', 'fr')).toBe('dimanche')
  })

  it('writes ranges with a dash that stays with the first hour', () => {
    expect(timeRange('17:00', '19:30', 'fr')).toBe(`17${NB}h${NB}– 19${NB}h${NB}30`)
  })

  it('counts down in minutes, above an hour in hours, above two days by the date', () => {
    expect(timeLeft(767, '2026-12-02T17:00:00.000Z', 'fr')).toBe('12:47')
    expect(timeLeft(41, '2026-12-02T17:00:00.000Z', 'fr')).toBe('0:41')
    expect(timeLeft(7_500, '2026-12-02T17:00:00.000Z', 'fr')).toBe(`2${NB}h${NB}05`)
    expect(timeLeft(200_000, '2026-12-02T17:00:00.000Z', 'fr')).toBe(`mer. 2${NB}déc.`)
  })

  it('says spans in their two largest units', () => {
    expect(span(3 * 86_400 + 21 * 3_600 + 59, 'fr')).toBe(`3${NB}jours et 21${NB}heures`)
    expect(span(3_600, 'fr')).toBe(`1${NB}heure`)
    expect(span(90_000, 'en')).toBe(`1${NB}day and 1${NB}hour`)
    expect(span(20, 'fr')).toBe(`1${NB}minute`)
  })
})
