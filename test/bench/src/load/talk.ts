import { chooser, seeded } from './choose.ts'
import { type Answer, jsonRequest } from './connection.ts'
import { type HoldsTarget, lotIdOf } from './holds.ts'

/** The two requests of a client: one that holds, one that gives back what was held. */
export interface Talk {
  /** Status of success of the first; the second's is 200. */
  readonly heldStatus: number
  hold(token: string, key: string): string
  giveBack(held: Answer, token: string, key: string): string | undefined
}

const HOLD_ID = /"holdId":"([^"]+)"/
const ONE_UNIT = JSON.stringify({ qty: 1 })
const LINE_OF_ONE = JSON.stringify({ qtyB: 1 })
const NO_LINE = JSON.stringify({ qtyB: 0 })

export function talkAbout(target: HoldsTarget, client: number): Talk {
  if (target.kind === 'offer') {
    const path = `/api/market/v1/sessions/${target.sessionId}/my-order/lines/${target.offerId}`
    return {
      heldStatus: 200,
      hold: (token, key) => jsonRequest('PUT', path, token, key, LINE_OF_ONE),
      giveBack: (_held, token, key) => jsonRequest('PUT', path, token, key, NO_LINE),
    }
  }
  const choose = chooser(target.choice, target.lots, seeded(client + 1))
  const base = '/api/materials/v1'
  return {
    heldStatus: 201,
    hold: (token, key) => jsonRequest('POST', `${base}/lots/${lotIdOf(choose())}/hold`, token, key, ONE_UNIT),
    giveBack({ body }, token, key) {
      const holdId = HOLD_ID.exec(body)?.[1]
      return holdId === undefined ? undefined : jsonRequest('POST', `${base}/holds/${holdId}/release`, token, key, '{}')
    },
  }
}
