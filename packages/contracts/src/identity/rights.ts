/**
 * The one table of rights (network spec §4) as data: `service.action` → who, besides owners and managers. Every check in
 * every service goes through it; default deny. Tested row by row against the spec's table.
 *
 * Names: the service, a dot, the table's words, with hyphens where a word of the table is two (`own order` →
 * `live.own-order`). Where the table gives one action to somebody for a part only, that part has a name of its own below
 * it: `listing for another` → `market.listing.for-another`, `F own lines` → `market.order.read.own-lines`, `diet counts Q`
 * → `worksites.sheet.read.diet-counts`.
 *
 * The letters are those held in the organisation that owns the object: the depot of a lot, the place of a session, the
 * producer of the lines.
 */
export interface Right {
  /** Role letters besides O (owner) and M (manager). */
  readonly roles: string
  /** `everyone`: P; `signed-in`: X; `self`: what is one's own, and the letters; `roles`: only the letters. */
  readonly audience: 'everyone' | 'signed-in' | 'self' | 'roles'
  /** Marked `!` in the table: only those listed, owners and managers not included. */
  readonly onlyListed?: boolean
  /** Marked `o`: managers are not included. */
  readonly ownersOnly?: boolean
}

const everyone: Right = { roles: '', audience: 'everyone' }
const signedIn: Right = { roles: '', audience: 'signed-in' }
/** Owners, managers and these letters; `held('')` is the table's `-`. */
const held = (roles: string): Right => ({ roles, audience: 'roles' })
const ownersOnly: Right = { roles: '', audience: 'roles', ownersOnly: true }
/** Only these letters, not even the owner. */
const onlyHeld = (roles: string): Right => ({ roles, audience: 'roles', onlyListed: true })
/** On one's own, or with these letters. */
const selfOr = (roles: string): Right => ({ roles, audience: 'self' })
/** On one's own, or with exactly these letters. */
const onlySelfOr = (roles: string): Right => ({ roles, audience: 'self', onlyListed: true })

export const RIGHTS = {
  'identity.org.read': everyone,
  'identity.org.edit': held(''),
  'identity.opening': held('WC'),
  'identity.org.delete': ownersOnly,
  'identity.owner.set': ownersOnly,
  'identity.role.set': held(''),
  'identity.member.list': held('B'),
  'identity.member.contact': held('CTS'),
  'identity.member.edit': selfOr('C'),
  'identity.invite': held('C'),
  'identity.membership.confirm': held('CT'),
  'identity.audit.read': held(''),
  'identity.token.own': onlySelfOr(''),
  'identity.token.machine': held(''),
  'identity.network.admit': onlyHeld('N'),
  'identity.data.export': onlySelfOr(''),
  'identity.data.erase': onlySelfOr(''),

  'market.hub.policy': held('C'),
  'market.template': held('C'),
  'market.session': held('C'),
  'market.product': held('F'),
  'market.listing': held('F'),
  'market.listing.for-another': held('C'),
  'market.order.own': onlySelfOr(''),
  'market.order.read': held('CT'),
  'market.order.read.own-lines': held('F'),
  'market.day-op': held('CD'),
  'market.weigh': held('CD'),
  'market.shortage': held('C'),
  'market.correct': held('CT'),
  'market.top-up': held('T'),
  'market.refund': held('T'),
  'market.invoice': held('T'),
  'market.surplus.claim': held('CQ'),
  'market.dfc.grant': held(''),
  'market.exports': held('TA'),

  'materials.lot.read': everyone,
  'materials.deposit.declare': signedIn,
  'materials.wish': signedIn,
  'materials.hold': held('BF'),
  'materials.reserve': held('BF'),
  'materials.plan.accept': held('C'),
  'materials.inspect': held('W'),
  'materials.describe': held('W'),
  'materials.price': held('W'),
  'materials.place': held('W'),
  'materials.pickup': held('W'),
  'materials.return': held('W'),
  'materials.transfer': held('W'),
  'materials.round': held('W'),
  'materials.count': held('W'),
  'materials.scan': held('WD'),
  'materials.publish': held(''),
  'materials.hazard.clear': held(''),
  'materials.adjust': held(''),
  'materials.policy': held(''),
  'materials.count.approve': held(''),
  'materials.site': held('F'),
  'materials.import': held('F'),
  'materials.factors': onlyHeld('N'),
  'materials.partner.admit': onlyHeld('N'),
  'materials.exports': held('TA'),

  'worksites.worksite': held('C'),
  'worksites.slot': held('C'),
  'worksites.request': held('C'),
  'worksites.needs': held('C'),
  'worksites.proposals': held('C'),
  'worksites.slot.duty': held('CW'),
  'worksites.join': held('B'),
  'worksites.check-in': held('CD'),
  'worksites.gate.override': onlyHeld('S'),
  'worksites.sheet.read': onlyHeld('CS'),
  'worksites.sheet.read.diet-counts': onlyHeld('CSQ'),
  'worksites.papers': onlyHeld('CS'),
  'worksites.safety': held('S'),
  'worksites.policy': held('S'),
  'worksites.period': held('T'),
  'worksites.rates': held('T'),
  'worksites.incident.log': held('B'),
  'worksites.incident.read': onlyHeld('SO'),
  'worksites.meal': held('CQ'),
  'worksites.consume': held('CW'),
  'worksites.diary': held('C'),
  'worksites.certificate': held('C'),
  'worksites.reports': held('TA'),

  'reciprocity.rules': held('C'),
  'reciprocity.decision': held('C'),
  'reciprocity.transfer.own': held('B'),
  'reciprocity.post': held('B'),
  'reciprocity.agreement': held('B'),
  'reciprocity.thing.share': held('BWF'),
  // The lender decides on his own things, the stock-keeper on those of the place.
  'reciprocity.loan.decide': selfOr('W'),
  'reciprocity.reverse': held('T'),
  'reciprocity.freeze': held('CT'),
  'reciprocity.mediate': held('C'),
  'reciprocity.statement': onlySelfOr('T'),
  'reciprocity.dashboard': everyone,

  'notify.preferences': onlySelfOr(''),
  'notify.broadcast': held('C'),
  'notify.template': held('C'),
  'notify.hook': held(''),
  'notify.message.log': held(''),

  'live.stock': everyone,
  'live.sessions': everyone,
  'live.worksite': signedIn,
  'live.board': held('CWD'),
  'live.attendance': held('CWD'),
  'live.own-order': onlySelfOr(''),
  'live.balance': onlySelfOr(''),
} as const satisfies Readonly<Record<string, Right>>

export type Action = keyof typeof RIGHTS

/** The row of an action, or undefined: what is not in the table is nobody's right. */
export function rightOf(action: string): Right | undefined {
  return Object.hasOwn(RIGHTS, action) ? RIGHTS[action as Action] : undefined
}

/**
 * Does somebody signed in, with these role letters in the organisation that owns the object, have the right on what is
 * somebody else's? For one's own things ask `allowsOnOwn` too; for visitors ask `allowsVisitor` instead.
 */
export function allows(action: string, letters: string): boolean {
  const right = rightOf(action)
  if (right === undefined) return false
  if (right.audience === 'everyone' || right.audience === 'signed-in') return true
  if ([...right.roles].some((letter) => letters.includes(letter))) return true
  if (right.onlyListed === true) return false
  return letters.includes('O') || (letters.includes('M') && right.ownersOnly !== true)
}

/** Does everybody signed in have the right on what is his own? The caller of this function has checked whose it is. */
export function allowsOnOwn(action: string): boolean {
  const audience = rightOf(action)?.audience
  return audience === 'self' || audience === 'signed-in' || audience === 'everyone'
}

/** Does somebody who is not signed in have the right? */
export function allowsVisitor(action: string): boolean {
  return rightOf(action)?.audience === 'everyone'
}
