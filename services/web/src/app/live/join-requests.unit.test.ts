import { expect, test } from 'vitest'
import { type Asked, joinRequests, MOST_VERSIONS } from './join-requests.ts'

const things = (room: string, count: number) => Array.from({ length: count }, (_, at) => ({ id: `${room}_${at}`, v: at + 1 }))
const asked = (request: { readonly rooms: ReadonlyMap<string, Asked>; readonly have: unknown }) => [...request.rooms.keys()]

test('rooms are asked for together, with the versions that are held of them', () => {
  const requests = joinRequests(
    new Map([
      ['session:ses_1', 'news'],
      ['lots', 'news'],
    ]),
    (room) => things(room, 2),
  )
  expect(requests).toHaveLength(1)
  expect(requests[0]?.have).toEqual({ 'session:ses_1_0': 1, 'session:ses_1_1': 2, lots_0: 1, lots_1: 2 })
})

test('what is asked for as a whole goes alone, because any version held makes the answer a part', () => {
  const requests = joinRequests(
    new Map([
      ['session:ses_1', 'all'],
      ['lots', 'news'],
      ['lot:lot_1', 'all'],
    ]),
    (room) => things(room, 1),
  )
  expect(requests.map((request) => [asked(request), request.have])).toEqual([
    [['session:ses_1', 'lot:lot_1'], undefined],
    [['lots'], { lots_0: 1 }],
  ])
})

test('more rooms than one message may name go in several', () => {
  const wanted = new Map(Array.from({ length: 120 }, (_, at) => [`lot:lot_${at}`, 'news' as const]))
  const requests = joinRequests(wanted, (room) => things(room, 1))
  expect(requests.map(({ rooms }) => rooms.size)).toEqual([50, 50, 20])
  expect(requests.flatMap(asked)).toEqual([...wanted.keys()])
  for (const { have } of requests) expect(have).toBeDefined()
})

test('more versions than one message may carry go in several, and a room with too many is asked for as a whole', () => {
  const sizes: Readonly<Record<string, number>> = { 'depot:a': MOST_VERSIONS - 10, 'depot:b': 20, lots: MOST_VERSIONS + 1 }
  const wanted = new Map(Object.keys(sizes).map((room) => [room, 'news' as const]))
  const requests = joinRequests(wanted, (room) => things(room, sizes[room] ?? 0))
  expect(requests.map((request) => [asked(request), request.have === undefined])).toEqual([
    [['depot:a'], false],
    [['depot:b'], false],
    [['lots'], true],
  ])
})
