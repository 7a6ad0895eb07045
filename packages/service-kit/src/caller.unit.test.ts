import { describe, expect, test } from 'vitest'
import { callerFrom } from './caller.ts'

describe('a caller', () => {
  test('has no role in an organisation whose id is a name that every object knows', () => {
    const caller = callerFrom({ sub: 'usr_ada', mbr: 'mbr_ada', roles: { org_one: 'O' }, rv: 1, exp: 1 }, 'fr')
    expect(caller.may('market.hub.policy', 'org_one')).toBe(true)
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect([id, caller.may('market.hub.policy', id), caller.may('materials.policy', id)]).toEqual([id, false, false])
    }
  })
})
