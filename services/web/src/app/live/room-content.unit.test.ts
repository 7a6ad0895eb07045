import { digestOf, digestText } from '@filature/contracts/live/digest'
import { beforeEach, expect, test, vi } from 'vitest'

let createRoomContent: typeof import('./room-content.ts').createRoomContent
let store: typeof import('./store.ts')

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('document', { hidden: false })
  vi.stubGlobal('requestAnimationFrame', () => 1)
  ;({ createRoomContent } = await import('./room-content.ts'))
  store = await import('./store.ts')
})

const leek = (v: number) => ({ id: 'off_leek', v })
const kale = (v: number) => ({ id: 'off_kale', v })
const gone = (v: number) => ({ id: 'off_kale', v, gone: true })

test('all there is takes the place of what was held, and says what is not there any more', () => {
  const room = createRoomContent()
  expect(room.take({ states: [leek(3), kale(1)], how: 'all' })).toEqual([])
  expect(room.take({ states: [leek(4)], how: 'all' })).toEqual(['off_kale'])
  expect(room.versions()).toEqual([leek(4)])
  expect(room.agreesWith(digestText(digestOf([leek(4)])))).toBe(true)
})

test('what is still there only ever goes forward, whoever tells it', () => {
  const room = createRoomContent()
  room.take({ states: [leek(3)], how: 'all' })
  // An own command's answer, before the gateway has heard of it.
  store.apply([leek(5)])
  expect(room.take({ states: [leek(4)], how: 'all' })).toEqual([])
  expect(room.versions()).toEqual([leek(5)])
})

test('what is newer changes nothing else, and what is gone is gone once', () => {
  const room = createRoomContent()
  room.take({ states: [leek(3), kale(1)], how: 'all' })
  expect(room.take({ states: [leek(4)], how: 'some' })).toEqual([])
  expect(room.take({ states: [gone(2)], how: 'some' })).toEqual(['off_kale'])
  expect(room.take({ states: [gone(2)], how: 'some' })).toEqual([])
  expect(room.versions()).toEqual([leek(4)])
})

test('what has left one room stays known as it was, for the rows and rooms that show it still', () => {
  const [north, south] = [createRoomContent(), createRoomContent()]
  for (const room of [north, south]) room.take({ states: [kale(1)], how: 'all' })
  north.take({ states: [gone(2)], how: 'some' })
  expect([store.versionOf('off_kale'), south.versions()]).toEqual([1, [kale(1)]])
  south.take({ states: [kale(2)], how: 'some' })
  expect(store.versionOf('off_kale')).toBe(2)
})

test('a thing that comes back to a room is in it', () => {
  const room = createRoomContent()
  room.take({ states: [kale(1)], how: 'all' })
  room.take({ states: [gone(2)], how: 'some' })
  room.take({ states: [kale(3)], how: 'some' })
  expect(room.versions()).toEqual([kale(3)])
})

test('a server that says for the second time that it knows no better is believed, and lists are read again', () => {
  const room = createRoomContent()
  room.take({ states: [leek(9), kale(1)], how: 'all' })
  expect(room.take({ states: [leek(2), kale(1)], how: 'as-told' })).toEqual(['off_leek'])
  expect(room.versions()).toEqual([leek(2), kale(1)])
})
