import { describe, expect, test } from 'vitest'
import { allows, allowsOnOwn, allowsVisitor, RIGHTS } from './rights.ts'
import { orderedLetters, ROLE_LETTERS, ROLES_OF_KIND, rankOf } from './roles.ts'

/**
 * The table of network spec §4 with its shorthands spelled out by hand: everybody who holds the action, owners and
 * managers included where they are. P anyone, X signed in, self one's own.
 */
const EXPECTED = `
  identity.org.read                    P
  identity.org.edit                    O M
  identity.opening                     O M W C
  identity.org.delete                  O
  identity.owner.set                   O
  identity.role.set                    O M
  identity.member.list                 O M B
  identity.member.contact              O M C T S
  identity.member.edit                 O M C self
  identity.invite                      O M C
  identity.membership.confirm          O M C T
  identity.audit.read                  O M
  identity.token.own                   self
  identity.token.machine               O M
  identity.network.admit               N
  identity.data.export                 self
  identity.data.erase                  self
  market.hub.policy                    O M C
  market.template                      O M C
  market.session                       O M C
  market.product                       O M F
  market.listing                       O M F
  market.listing.for-another           O M C
  market.order.own                     self
  market.order.read                    O M C T
  market.order.read.own-lines          O M F
  market.day-op                        O M C D
  market.weigh                         O M C D
  market.shortage                      O M C
  market.correct                       O M C T
  market.top-up                        O M T
  market.refund                        O M T
  market.invoice                       O M T
  market.surplus.claim                 O M C Q
  market.dfc.grant                     O M
  market.exports                       O M T A
  materials.lot.read                   P
  materials.deposit.declare            X
  materials.wish                       X
  materials.hold                       O M B F
  materials.reserve                    O M B F
  materials.plan.accept                O M C
  materials.inspect                    O M W
  materials.describe                   O M W
  materials.price                      O M W
  materials.place                      O M W
  materials.pickup                     O M W
  materials.return                     O M W
  materials.transfer                   O M W
  materials.round                      O M W
  materials.count                      O M W
  materials.scan                       O M W D
  materials.publish                    O M
  materials.hazard.clear               O M
  materials.adjust                     O M
  materials.policy                     O M
  materials.count.approve              O M
  materials.site                       O M F
  materials.import                     O M F
  materials.factors                    N
  materials.partner.admit              N
  materials.exports                    O M T A
  worksites.worksite                   O M C
  worksites.slot                       O M C
  worksites.request                    O M C
  worksites.needs                      O M C
  worksites.proposals                  O M C
  worksites.slot.duty                  O M C W
  worksites.join                       O M B
  worksites.check-in                   O M C D
  worksites.gate.override              S
  worksites.sheet.read                 C S
  worksites.sheet.read.diet-counts     C S Q
  worksites.papers                     C S
  worksites.safety                     O M S
  worksites.policy                     O M S
  worksites.period                     O M T
  worksites.rates                      O M T
  worksites.incident.log               O M B
  worksites.incident.read              O S
  worksites.meal                       O M C Q
  worksites.consume                    O M C W
  worksites.diary                      O M C
  worksites.certificate                O M C
  worksites.reports                    O M T A
  reciprocity.rules                    O M C
  reciprocity.decision                 O M C
  reciprocity.transfer.own             O M B
  reciprocity.post                     O M B
  reciprocity.agreement                O M B
  reciprocity.thing.share              O M B W F
  reciprocity.loan.decide              O M W self
  reciprocity.reverse                  O M T
  reciprocity.freeze                   O M C T
  reciprocity.mediate                  O M C
  reciprocity.statement                T self
  reciprocity.dashboard                P
  notify.preferences                   self
  notify.broadcast                     O M C
  notify.template                      O M C
  notify.hook                          O M
  notify.message.log                   O M
  live.stock                           P
  live.sessions                        P
  live.worksite                        X
  live.board                           O M C W D
  live.attendance                      O M C W D
  live.own-order                       self
  live.balance                         self
`
  .trim()
  .split('\n')
  .map((line) => {
    const [action = '', ...holders] = line.trim().split(/\s+/)
    return { action, holders: new Set(holders) }
  })

describe('the table of rights', () => {
  test('[network 9] has the rows of the spec, no more and no fewer', () => {
    expect(Object.keys(RIGHTS).toSorted()).toEqual(EXPECTED.map(({ action }) => action).toSorted())
  })

  test('[network 9] every role on every action equals the table, with no gap', () => {
    const gaps: string[] = []
    let compared = 0
    const compare = (who: string, action: string, granted: boolean, expected: boolean) => {
      compared += 1
      if (granted !== expected) gaps.push(`${who} on ${action}: ${granted ? 'granted' : 'denied'}, the table says otherwise`)
    }
    for (const { action, holders } of EXPECTED) {
      const public_ = holders.has('P')
      const signedIn = public_ || holders.has('X')
      for (const letter of ROLE_LETTERS) compare(letter, action, allows(action, letter), signedIn || holders.has(letter))
      compare('signed in without a role', action, allows(action, ''), signedIn)
      compare('on one’s own', action, allowsOnOwn(action), signedIn || holders.has('self'))
      compare('a visitor', action, allowsVisitor(action), public_)
    }
    expect(gaps).toEqual([])
    expect(compared).toBe(EXPECTED.length * (ROLE_LETTERS.length + 3))
  })

  test('[network 9] two roles give what either gives, and nothing else', () => {
    const gaps = EXPECTED.flatMap(({ action }) =>
      ROLE_LETTERS.flatMap((first) =>
        ROLE_LETTERS.filter((second) => allows(action, first + second) !== (allows(action, first) || allows(action, second))).map(
          (second) => `${first}${second} on ${action}`,
        ),
      ),
    )
    expect(gaps).toEqual([])
  })

  test('[network 9] what the table does not name is nobody’s right', () => {
    const everything = ROLE_LETTERS.join('')
    for (const action of ['market.unheard-of', 'toString', 'constructor', '__proto__', '', 'market', 'MARKET.SESSION']) {
      expect([allows(action, everything), allowsOnOwn(action), allowsVisitor(action)], action).toEqual([false, false, false])
    }
  })
})

describe('roles', () => {
  test('[network 9] each kind of organisation knows the letters the spec lists', () => {
    const kinds = Object.fromEntries(Object.entries(ROLES_OF_KIND).map(([kind, letters]) => [kind, orderedLetters(letters)]))
    expect(kinds).toEqual({
      place: 'OMCWTSQFBAD',
      association: 'OMCWTSQFBADN',
      producer: 'OMTF',
      company: 'OMTF',
      depot: 'OMWTSFAD',
      fablab: 'OMCWSFBD',
    })
  })

  test('an owner and the steward of the network stand above a manager, who stands above all others', () => {
    expect(['O', 'N', 'M', 'C', 'BT', 'BM', ''].map(rankOf)).toEqual([3, 3, 2, 1, 1, 2, 0])
  })
})
