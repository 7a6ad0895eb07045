import { expect, test } from 'vitest'
import { isPublicRoom, roomNamed } from './room-name.ts'

test('public rooms are those of sessions, lots and depots, and the board of all lots', () => {
  for (const name of ['session:ses_1', 'lot:lot_1', 'depot:dep_1', 'lots']) expect(isPublicRoom(name), name).toBe(true)
})

test('the rooms of a person are never public, and cannot be named in another’s name', () => {
  for (const name of ['me', 'order:ord_1', 'me:mbr_1']) expect(isPublicRoom(name), name).toBe(false)
  for (const name of ['me:mbr_1', 'session:', 'lot:a b', 'lots:1', 'offer:off_1', '', `lot:${'x'.repeat(81)}`])
    expect(roomNamed(name), name).toBeUndefined()
})
