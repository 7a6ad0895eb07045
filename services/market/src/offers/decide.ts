import type { Decider, Decision, DecisionContext } from '@filature/kernel/decider'
import { earliest, type Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import { endsAt, nextFreeAt } from './claim-book.ts'
import {
  type ConfirmClaim,
  confirmClaim,
  type ExtendHold,
  extendHold,
  type PinClaim,
  pinClaim,
  type ReleaseClaim,
  releaseClaim,
  type UnpinClaim,
  unpinClaim,
} from './claims.ts'
import type { ClaimReply, OfferLimits } from './deciding.ts'
import { evolveOffer } from './evolve.ts'
import { type AdjustOffer, adjustOffer, type ListOffer, listOffer, pauseOffer, resumeOffer, tickOffer, withdrawOffer } from './listing.ts'
import type { Offer, OfferEvent } from './offer.ts'
import { publishOffer } from './publish.ts'
import { type SetLine, setLine } from './set-line.ts'

export type OfferCommand =
  | ListOffer
  | AdjustOffer
  | SetLine
  | ExtendHold
  | PinClaim
  | UnpinClaim
  | ConfirmClaim
  | ReleaseClaim
  | { readonly type: 'PauseOffer' }
  | { readonly type: 'ResumeOffer' }
  | { readonly type: 'WithdrawOffer' }
  /** The timer's command. */
  | { readonly type: 'Tick' }

/** The stock of one variant in one session: the only place that says whether there is enough. */
export function offerDecider(limits: OfferLimits): Decider<Offer | null, OfferCommand, OfferEvent> {
  return {
    aggregate: 'offer',
    initial: null,
    decide: (offer, command, context) => decideOffer(offer, command, context, limits),
    evolve: (offer, event) => evolveOffer(offer, event, limits.cooldownMs),
    nextDue: (offer) => (offer === null ? undefined : dueOf(offer)),
    dueCommand: { type: 'Tick' },
    publish: publishOffer,
  }
}

function decideOffer(
  offer: Offer | null,
  command: OfferCommand,
  context: DecisionContext,
  limits: OfferLimits,
): Decision<OfferEvent, ClaimReply> {
  if (command.type === 'ListOffer') return listOffer(offer, command, context, limits)
  if (offer === null) return refuse('not-found')
  switch (command.type) {
    case 'AdjustOffer':
      return adjustOffer(offer, command, context, limits)
    case 'SetLine':
      return setLine(offer, command, context, limits)
    case 'ExtendHold':
      return extendHold(offer, command, context, limits)
    case 'PinClaim':
      return pinClaim(offer, command, context, limits)
    case 'UnpinClaim':
      return unpinClaim(offer, command, context, limits)
    case 'ConfirmClaim':
      return confirmClaim(offer, command, context, limits)
    case 'ReleaseClaim':
      return releaseClaim(offer, command, context, limits)
    case 'PauseOffer':
      return pauseOffer(offer, context, limits)
    case 'ResumeOffer':
      return resumeOffer(offer, context, limits)
    case 'WithdrawOffer':
      return withdrawOffer(offer, context, limits)
    case 'Tick':
      return tickOffer(offer, context, limits, endsAt(offer))
  }
}

/** The next hold to end, past ones included, or the closing. */
const dueOf = (offer: Offer): Instant | undefined =>
  earliest(nextFreeAt(offer.claims), offer.state === 'closed' ? undefined : endsAt(offer))
