import { contextOf } from '@filature/service-kit/implement'
import { sendProblem } from '@filature/service-kit/problem'
import type { Service } from '@filature/service-kit/service'
import express from 'express'

export interface Doorkeeper {
  /** Mounted before all others. */
  readonly service: Service
  open(): void
}

/** Seconds that whoever comes too early is asked to wait. */
const RETRY_AFTER_S = 1

/** Answers 503 with Retry-After until the place is open: nobody sees it half furnished. Health and metrics answer all along. */
export function doorkeeper(): Doorkeeper {
  let isOpen = false
  const router = express.Router()
  router.use((req, res, next) => {
    if (isOpen) next()
    else {
      // A browser that came too early comes again by itself.
      res.set('Refresh', String(RETRY_AFTER_S))
      sendProblem(res, 'unavailable', { retryAfterS: RETRY_AFTER_S }, contextOf(req))
    }
  })
  return {
    service: {
      name: 'doorkeeper',
      router,
      mountPath: '/',
      start: async () => undefined,
      async stop() {
        isOpen = false
      },
      checks: {},
    },
    open() {
      isOpen = true
    },
  }
}
