import type { Problem } from '@filature/contracts/http/problem'

/** The server said no: stable code, words in the reader's language, and the figures that open a way out. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.code, { cause })
    this.problem = problem
  }
}

export async function refusedFrom(response: Response): Promise<Refused> {
  try {
    const body: unknown = await response.json()
    // Problem details by contract; anything else (a proxy's page) fails to parse above or lacks the code below.
    if (typeof body === 'object' && body !== null && 'code' in body) return new Refused(body as Problem)
  } catch {
    // Not from us: told as what it is, below.
  }
  return new Refused({ code: 'unavailable', detail: '', status: response.status, type: 'urn:filature:unavailable', title: 'unavailable' })
}

export function isRefused(error: unknown, code?: string): error is Refused {
  return error instanceof Refused && (code === undefined || error.problem.code === code)
}

/**
 * Nobody has decided: the question or its answer may have been lost on the way. Sent again with the same Idempotency-Key it
 * is done once; with a new key it might be done twice.
 */
export function isUndecided({ problem: { status } }: Refused): boolean {
  return status === 0 || status === 429 || status >= 500
}
