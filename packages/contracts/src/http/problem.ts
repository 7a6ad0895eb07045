import { z } from 'zod'

/** RFC 9457 problem details, with our stable code, the refusal's figures and the trace to quote. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  traceId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), rule: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof problem>

/** Statuses of the common codes; every other code is a refusal of the domain and answers 409. */
const COMMON_STATUS: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  'token-stale': 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 400,
  'idempotency-key-missing': 400,
  'stale-version': 412,
  'precondition-required': 428,
  'idempotency-mismatch': 422,
  'too-large': 413,
  busy: 429,
  'too-many-requests': 429,
  'too-many-attempts': 429,
  unavailable: 503,
  'mail-not-configured': 503,
  internal: 500,
}

export function statusOf(code: string): number {
  return COMMON_STATUS[code] ?? 409
}
