import { join } from 'node:path'
import type { Clock } from '@filature/kernel/clock'
import type { Service } from '@filature/service-kit/service'
import { Router } from 'express'
import type { Reads } from './reads.ts'
import { readArt } from './serving/art.ts'
import { assets } from './serving/assets.ts'
import { pages } from './serving/page-handler.ts'
import { securityHeaders } from './serving/security-headers.ts'
import { readTemplate } from './serving/template.ts'
import type { WebSettings } from './settings.ts'

export interface WebPorts {
  readonly reads: Reads
  readonly clock: Clock
  readonly settings: WebSettings
  readonly onError: (error: unknown, where: string) => void
  /** Folder of the build; default: the one `npm run build` writes. */
  readonly distDir?: string
}

const HERE = import.meta.dirname

/**
 * The application and its public pages. Mounted last: it answers every address that is not under `/api`. Throws when there
 * is no build.
 */
export function buildWeb({ reads, clock, settings, onError, distDir = join(HERE, '../dist') }: WebPorts): Service {
  const template = readTemplate(distDir)
  const router = Router()
  const page = pages({
    template,
    reads,
    clock,
    onError,
    art: readArt(HERE),
    publicUrl: settings.PUBLIC_URL,
  })
  router.use(securityHeaders, assets(distDir))
  // An address under /api that nobody answered is a problem in JSON, said by whoever mounts us. A missing file is no page.
  router.use((req, res, next) => (/^\/(api|health|metrics|assets|drawings)(\/|$)/.test(req.path) ? next() : page(req, res, next)))
  return {
    name: 'web',
    router,
    mountPath: '/',
    start: async () => undefined,
    stop: async () => undefined,
    checks: {},
  }
}
