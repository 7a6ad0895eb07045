import { access } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Request, RequestHandler, Response } from 'express'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webp': 'image/webp',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}
/** Best first; the build wrote these beside each file. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const

const YEAR_S = 31_536_000
const DAY_S = 86_400

/**
 * Files of the build. What lies under `/assets` has its hash in its name and never changes; drawings and the rest are
 * asked again after a day, and mostly answered by 304.
 */
export function assets(distDir: string): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next()
    const file = fileOf(distDir, req.path)
    if (file === undefined || !(await exists(file))) return next()
    const hashed = req.path.startsWith('/assets/')
    res.set(
      'Cache-Control',
      hashed ? `public, max-age=${YEAR_S}, immutable` : `public, max-age=${DAY_S}, stale-while-revalidate=${7 * DAY_S}`,
    )
    res.set('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    res.vary('Accept-Encoding')
    await send(req, res, file)
  }
}

/** A path inside the folder whose kind we serve, or undefined. */
function fileOf(distDir: string, path: string): string | undefined {
  if (TYPES[extname(path)] === undefined) return undefined
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  const file = join(distDir, normalize(decoded))
  return file.startsWith(distDir + sep) ? file : undefined
}

async function send(req: Request, res: Response, file: string): Promise<void> {
  for (const { name, suffix } of ENCODINGS) {
    if (req.acceptsEncodings(name) === name && (await exists(file + suffix))) {
      res.set('Content-Encoding', name)
      return sendFile(res, file + suffix)
    }
  }
  return sendFile(res, file)
}

function sendFile(res: Response, file: string): Promise<void> {
  const type = res.get('Content-Type')
  return new Promise((resolve, reject) => {
    res.sendFile(
      file,
      {
        cacheControl: false,
        // Express would guess the type from `.br`; ours stands.
        headers: type === undefined ? {} : { 'Content-Type': type },
        dotfiles: 'allow',
      },
      (error) => (error === undefined || error === null || res.headersSent ? resolve() : reject(error)),
    )
  })
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}
