import { type Answered, type Ask, ask } from './client.ts'
import { pick, randomFrom } from './random.ts'
import type { Scene } from './scene.ts'

/** One request of a member and what came of it; `undefined`: the connection broke, so nobody knows. */
export interface Deed {
  readonly kind: 'line' | 'hold' | 'release' | 'confirm'
  readonly request: Ask & { readonly key: string }
  readonly answer: Answered | undefined
}

export interface Member {
  readonly email: string
  readonly token: string
  /** Random stream and keys of this member. */
  readonly seed: number
}

/** Acts as an impatient member would, one request after the other, until the connection breaks or `isOver`. */
export async function actAs(member: Member, address: string, scene: Scene, isOver: () => boolean): Promise<readonly Deed[]> {
  const random = randomFrom(member.seed)
  const deeds: Deed[] = []
  const held: string[] = []
  for (let turn = 0; !isOver(); turn += 1) {
    const { kind, request } = nextDeed(random, member, scene, held, turn)
    const answer = await ask(address, request).catch(() => undefined)
    deeds.push({ kind, request, answer })
    if (answer === undefined) return deeds
    const { holdId } = answer.body
    if (kind === 'hold' && answer.status === 201 && typeof holdId === 'string') held.push(holdId)
  }
  return deeds
}

function nextDeed(random: () => number, { token, seed }: Member, scene: Scene, held: string[], turn: number): Omit<Deed, 'answer'> {
  const key = `faults-${seed}-${turn}`
  const order = `/api/market/v1/sessions/${scene.sessionId}/my-order`
  const dice = random()
  if (dice < 0.55) {
    const path = `${order}/lines/${pick(random, scene.offerIds)}`
    return { kind: 'line', request: { method: 'PUT', path, token, key, body: { qtyB: Math.floor(random() * 4) } } }
  }
  if (dice < 0.65) return { kind: 'confirm', request: { method: 'POST', path: `${order}/confirm`, token, key, body: scene.confirmation } }
  const holdId = held.length > 0 && dice < 0.8 ? held.splice(Math.floor(random() * held.length), 1)[0] : undefined
  if (holdId !== undefined) {
    return { kind: 'release', request: { method: 'POST', path: `/api/materials/v1/holds/${holdId}/release`, token, key, body: {} } }
  }
  return {
    kind: 'hold',
    request: { method: 'POST', path: `/api/materials/v1/lots/${pick(random, scene.lotIds)}/hold`, token, key, body: { qty: 1 } },
  }
}
