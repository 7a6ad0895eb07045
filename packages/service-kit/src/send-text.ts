import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, Response } from 'express'

/** From so many characters on: a smaller answer gains less than packing it costs. */
const WORTH_IT = 1_024
/** Middle effort: 100 KB take about 2 ms, in a thread of their own. */
const BROTLI_QUALITY = 4

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Answers with a text whose type and status are set, packed as the client can read it. A GET that carries the ETag of this
 * very text is answered 304 before anything is packed. The ETag becomes a weak one where the bytes are not the text itself.
 */
export async function sendText(req: Request, res: Response, text: string): Promise<void> {
  res.vary('Accept-Encoding')
  if (res.get('ETag') === undefined) {
    // Express' own function, which `app.set('etag', …)` may replace or switch off.
    const etagOf = req.app.get('etag fn') as ((text: string, charset: string) => string) | undefined
    if (etagOf !== undefined) res.set('ETag', etagOf(text, 'utf8'))
  }
  if (req.fresh) {
    res.status(304).end()
    return
  }
  const encoding = text.length < WORTH_IT ? undefined : encodingFor(req)
  if (encoding === undefined) {
    res.send(text)
    return
  }
  const packed = encoding === 'br' ? await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }) : await zip(text)
  const etag = res.get('ETag')
  if (etag?.startsWith('"') === true) res.set('ETag', `W/${etag}`)
  res.set('Content-Encoding', encoding)
  res.send(packed)
}

/** The smaller one of those that the client names, wherever in its list: browsers put the oldest first. */
function encodingFor(req: Request): 'br' | 'gzip' | undefined {
  return (['br', 'gzip'] as const).find((encoding) => req.acceptsEncodings(encoding) === encoding)
}
