import { z } from 'zod'
import { serviceApi } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'
import { hubBody, hubPolicyBody, hubSummary, hubView } from './hub.ts'
import { adjustBody, listingBody, offersView, offerView } from './offer.ts'
import {
  cancelBody,
  confirmBody,
  extendBody,
  extendReply,
  orderView,
  ownOrdersQuery,
  sessionOrder,
  sessionOrdersQuery,
  setLineBody,
  setLineReply,
} from './order.ts'
import {
  certificateBody,
  producerBody,
  producerSummary,
  producersQuery,
  producerView,
  productBody,
  productSummary,
  productsQuery,
  productView,
} from './producer.ts'
import { sessionBody, sessionSummary, sessionsQuery, sessionView } from './session.ts'
import { hubId, offerId, orderId, producerId, productId, sessionId } from './shapes.ts'

const inHub = z.strictObject({ id: hubId })
const inProducer = z.strictObject({ id: producerId })
const inProduct = z.strictObject({ id: productId })
const inSession = z.strictObject({ id: sessionId })
const inOffer = z.strictObject({ id: offerId })
const inOrder = z.strictObject({ id: orderId })
const inLine = z.strictObject({ id: sessionId, offerId })

const POLICY = ['prepaid-basis-illegal', 'declaration-required', 'base-band-missing'] as const
const PRODUCT = ['allergens-undeclared', 'origin-missing', 'unit-price-unknown', 'vat-rate-unknown', 'label-uncertified'] as const
const LINE = [
  'session-not-open',
  'producer-closed',
  'insufficient-stock',
  'off-step',
  'quantity-range',
  'member-limit',
  'too-many-lines',
  'too-many-baskets',
  'too-many-holds',
  'offer-full',
  'age-required',
  'hold-cooldown',
  'order-busy',
  'membership-required',
  'wrong-state',
] as const
const CHECKOUT = [
  'session-not-open',
  'empty-order',
  'below-minimum',
  'line-unavailable',
  'slot-full',
  'slot-unknown',
  'terms-changed',
  'fund-empty',
  'pay-mode-unavailable',
  'producer-closed',
  'checkout-timeout',
  'order-busy',
  'wrong-state',
] as const

/** Base path `/api/market/v1`. Quantities in base units, money in cents, instants in UTC. */
export const marketApi = serviceApi('market', 'Market', {
  'GET /hubs': { summary: 'Hubs that sell', access: 'public', query: pageQuery, reply: pageOf(hubSummary) },
  'GET /hubs/:id': { summary: 'A hub with its points and policy', access: 'public', params: inHub, reply: hubView },
  'POST /hubs': {
    summary: 'Open a hub for an organisation',
    access: { action: 'market.hub.policy' },
    body: hubBody,
    reply: hubView,
    refusals: POLICY,
    idempotent: true,
    status: 201,
  },
  'POST /hubs/:id/policy': {
    summary: 'Set parts of a hub (SetHubPolicy)',
    access: { action: 'market.hub.policy' },
    params: inHub,
    body: hubPolicyBody,
    reply: hubView,
    refusals: POLICY,
    conditional: true,
  },

  'GET /producers': { summary: 'Producers by name', access: 'public', query: producersQuery, reply: pageOf(producerSummary) },
  'GET /producers/:id': { summary: 'A producer with dated certificates', access: 'public', params: inProducer, reply: producerView },
  'POST /producers': {
    summary: 'Publish a producer',
    access: { action: 'market.product' },
    body: producerBody,
    reply: producerView,
    idempotent: true,
    status: 201,
  },
  'PUT /producers/:id': {
    summary: 'Publish a producer’s profile anew',
    access: { action: 'market.product' },
    params: inProducer,
    body: producerBody,
    reply: producerView,
    conditional: true,
  },
  'POST /producers/:id/certificates': {
    summary: 'Add a dated certificate (AddCertificate)',
    access: { action: 'market.product' },
    params: inProducer,
    body: certificateBody,
    reply: producerView,
    refusals: ['certificate-dates'],
    idempotent: true,
    status: 201,
  },

  'GET /products': { summary: 'Published products by name', access: 'public', query: productsQuery, reply: pageOf(productSummary) },
  'GET /products/:id': {
    summary: 'A product with ingredients and the 14 allergens',
    access: 'public',
    params: inProduct,
    reply: productView,
  },
  'POST /products': {
    summary: 'Publish a product (PublishProduct)',
    access: { action: 'market.product' },
    body: productBody,
    reply: productView,
    refusals: ['not-found', ...PRODUCT],
    idempotent: true,
    status: 201,
  },
  'PUT /products/:id': {
    summary: 'Publish a product anew; running offers keep what they were listed with',
    access: { action: 'market.product' },
    params: inProduct,
    body: productBody,
    reply: productView,
    refusals: PRODUCT,
    conditional: true,
  },
  'POST /products/:id/withdraw': {
    summary: 'Withdraw a product from the catalogue',
    access: { action: 'market.product' },
    params: inProduct,
    reply: productView,
    conditional: true,
  },

  'GET /sessions': { summary: 'Sessions by pick-up day', access: 'public', query: sessionsQuery, reply: pageOf(sessionSummary) },
  'GET /sessions/:id': {
    summary: 'A session: times, points with free places per slot, producers with their closings',
    access: 'public',
    params: inSession,
    reply: sessionView,
  },
  'POST /sessions': {
    summary: 'Schedule a session (ScheduleSession)',
    access: { action: 'market.session' },
    body: sessionBody,
    reply: sessionView,
    refusals: ['not-found', 'close-before-open', 'pickup-before-close', 'point-unknown', 'producer-not-in-hub', 'wrong-state'],
    idempotent: true,
    status: 201,
  },
  'POST /sessions/:id/cancel': {
    summary: 'Cancel a session; every order of it is cancelled and its members told',
    access: { action: 'market.session' },
    params: inSession,
    body: cancelBody,
    reply: sessionView,
    refusals: ['wrong-state'],
    idempotent: true,
  },

  'GET /sessions/:id/offers': {
    summary: 'Every offer of a session in one body, with what is available now',
    access: 'public',
    params: inSession,
    reply: offersView,
  },
  'POST /sessions/:id/listings': {
    summary: 'List a product in a session (PublishListing); again: the allocation is set anew',
    access: { action: 'market.listing' },
    params: inSession,
    body: listingBody,
    reply: offerView,
    refusals: [
      'producer-not-in-hub',
      'producer-closed',
      'cap-required',
      'off-step',
      'lead-time',
      'product-incomplete',
      'below-claimed',
      'price-raise-locked',
      'wrong-state',
    ],
    idempotent: true,
    status: 201,
  },
  'POST /offers/:id/adjust': {
    summary: 'Set stock or price of an offer (AdjustOffer)',
    access: { action: 'market.listing' },
    params: inOffer,
    body: adjustBody,
    reply: offerView,
    refusals: ['below-claimed', 'price-raise-locked', 'off-step', 'producer-closed', 'wrong-state'],
    idempotent: true,
  },
  'POST /offers/:id/pause': {
    summary: 'Take no more holds for now (PauseOffer)',
    access: { action: 'market.listing' },
    params: inOffer,
    reply: offerView,
    refusals: ['wrong-state'],
    idempotent: true,
  },
  'POST /offers/:id/resume': {
    summary: 'Take holds again',
    access: { action: 'market.listing' },
    params: inOffer,
    reply: offerView,
    refusals: ['wrong-state', 'producer-closed'],
    idempotent: true,
  },

  'GET /sessions/:id/my-order': { summary: 'My basket or order in a session', access: 'signed-in', params: inSession, reply: orderView },
  'PUT /sessions/:id/my-order/lines/:offerId': {
    summary: 'Set a line to an absolute quantity; what is added is held at once (SetLine)',
    access: 'signed-in',
    params: inLine,
    body: setLineBody,
    reply: setLineReply,
    refusals: LINE,
    idempotent: true,
  },
  'POST /sessions/:id/my-order/extend': {
    summary: 'Extend the holds of my basket (ExtendHolds)',
    access: 'signed-in',
    params: inSession,
    body: extendBody,
    reply: extendReply,
    refusals: ['no-extension-left', 'max-hold-reached', 'wrong-state'],
    idempotent: true,
  },
  'POST /sessions/:id/my-order/confirm': {
    summary: 'Confirm my order (ConfirmOrder); 202 when it takes longer than 3 s: read the order again',
    access: 'signed-in',
    params: inSession,
    body: confirmBody,
    reply: orderView,
    refusals: CHECKOUT,
    idempotent: true,
    orStatus: 202,
  },
  'POST /sessions/:id/my-order/cancel': {
    summary: 'Cancel my order, or empty my basket (CancelOrder)',
    access: 'signed-in',
    params: inSession,
    body: cancelBody,
    reply: orderView,
    refusals: ['order-locked', 'order-busy', 'wrong-state'],
    idempotent: true,
  },

  'GET /my-orders/open': {
    summary: 'My baskets and the orders I have not collected yet, by pick-up day',
    access: 'signed-in',
    reply: z.object({ items: z.array(orderView).max(100) }),
  },
  'GET /orders': { summary: 'My orders, newest pick-up first', access: 'signed-in', query: ownOrdersQuery, reply: pageOf(orderView) },
  'GET /orders/:id': { summary: 'An order of mine, or of a session I coordinate', access: 'signed-in', params: inOrder, reply: orderView },
  'GET /sessions/:id/orders': {
    summary: 'Orders of a session: all for its coordinators and treasurers, own lines for a producer’s people',
    access: 'signed-in',
    params: inSession,
    query: sessionOrdersQuery,
    reply: pageOf(sessionOrder),
  },
})
