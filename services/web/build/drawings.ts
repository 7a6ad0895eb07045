import { cpSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const FOLDER = join(import.meta.dirname, '../src/drawings')

/** The drawings are served as they are under `/drawings`: copied into the build, read from the sources while developing. */
export function drawings(): Plugin {
  let outDir = ''
  return {
    name: 'filature-drawings',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    configureServer(server) {
      server.middlewares.use('/drawings', (req, res, next) => {
        const path = (req.url ?? '').split('?')[0] ?? ''
        if (!/^\/[a-z]+\/[a-z0-9-]+\.svg$/.test(path)) return next()
        try {
          res.setHeader('Content-Type', 'image/svg+xml').end(readFileSync(join(FOLDER, path)))
        } catch {
          next()
        }
      })
    },
    writeBundle() {
      for (const kind of ['produce', 'materials', 'scenes']) cpSync(join(FOLDER, kind), join(outDir, 'drawings', kind), { recursive: true })
    },
  }
}
