import { allows, allowsOnOwn, allowsVisitor, RIGHTS } from '@filature/contracts/identity/rights'
import { ROLE_LETTERS } from '@filature/contracts/identity/roles'
import { expect, test } from 'vitest'
import { ask, startIdentity, startNeighbour } from '../harness.ts'

test('[network 9] every role calls every action with a signed token over HTTP, and the answer equals the table', async () => {
  const running = await startIdentity()
  const market = await startNeighbour(running, 'market')
  const exp = Math.floor(Date.parse(running.clock.now()) / 1_000) + 480
  const tokenFor = (letters: string) =>
    running.identity.internals.keys.sign({ sub: 'usr_1', mbr: 'mbr_1', roles: { org_own: letters }, rv: 1, exp, aud: 'filature' })
  const gaps: string[] = []
  let calls = 0
  for (const letters of ['', ...ROLE_LETTERS]) {
    const token = await tokenFor(letters)
    for (const action of Object.keys(RIGHTS)) {
      const [own, foreign] = await Promise.all(
        (['org_own', 'org_other'] as const).map((org) =>
          ask(market.base, 'POST /may', { token, body: { action, org, owner: org === 'org_own' ? 'mbr_1' : 'mbr_2' } }),
        ),
      )
      calls += 2
      const answers = [own?.body['may'], own?.body['own'], foreign?.body['may'], foreign?.body['own']]
      const table = [allows(action, letters), allowsOnOwn(action), allows(action, ''), false]
      if (JSON.stringify(answers) !== JSON.stringify(table))
        gaps.push(`${letters || 'no role'} on ${action}: ${answers} instead of ${table}`)
    }
  }
  for (const action of Object.keys(RIGHTS)) {
    const visitor = await ask(market.base, 'POST /may', { body: { action, org: 'org_own', owner: 'mbr_1' } })
    if (visitor.body['may'] !== allowsVisitor(action) || visitor.body['own'] !== false) gaps.push(`a visitor on ${action}`)
  }
  expect(gaps).toEqual([])
  expect(calls).toBe(2 * (ROLE_LETTERS.length + 1) * Object.keys(RIGHTS).length)
  await market.stop()
  await running.stop()
})
