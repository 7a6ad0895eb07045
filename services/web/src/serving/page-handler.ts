import { civilDateOf } from '@filature/kernel/civil-time'
import type { Clock } from '@filature/kernel/clock'
import { sendText } from '@filature/service-kit/send-text'
import type { Request, RequestHandler, Response } from 'express'
import { frame } from '../pages/frame.ts'
import { html, jsonScript } from '../pages/html.ts'
import { notFoundPage } from '../pages/not-found.ts'
import type { Page, PageContext } from '../pages/page.ts'
import { routeOf } from '../pages/routes.ts'
import { sayIn } from '../pages/texts.ts'
import type { Reads } from '../reads.ts'
import type { Art } from './art.ts'
import { type Reader, readerOf } from './reader.ts'
import type { Template } from './template.ts'

export interface PageParts {
  readonly template: Template
  readonly reads: Reads
  readonly art: Art
  readonly clock: Clock
  /** `https://filature.example`; undefined: as the request says. */
  readonly publicUrl: string | undefined
  readonly onError: (error: unknown, where: string) => void
}

/** Drawings sent inside the page: those that can be seen before anybody scrolls. */
const INLINE_DRAWINGS = 16

/**
 * Every address of the application: title, what a link shows when shared, the first answers as data, and the page itself as
 * plain HTML. When a service is away the application comes without them and says so itself.
 */
export function pages(parts: PageParts): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next()
    const path = req.path.length > 1 ? req.path.replace(/\/+$/, '') : req.path
    const reader = readerOf(req)
    const found = routeOf(decoded(path))
    const [places, demoAccounts] = await Promise.all([
      parts.reads.places(reader.locale).catch(() => undefined),
      parts.reads.demoAccounts(reader.locale).catch(() => undefined),
    ])
    const context = contextOf(req, path, reader, {
      ...parts,
      places: places ?? [],
      demo: demoAccounts !== undefined && demoAccounts.length > 0,
    })
    let page: Page | undefined
    if (found === undefined) page = notFoundPage(context)
    else if (found.route.build !== undefined) {
      try {
        const built = await found.route.build(context, found.params)
        if (built !== undefined && 'to' in built) {
          res.set('Cache-Control', 'private, no-cache').vary('Cookie').redirect(302, built.to)
          return
        }
        page = built ?? notFoundPage(context)
      } catch (error) {
        parts.onError(error, `page ${found.route.path}`)
      }
    }
    const sources = (found?.route.sources ?? []).map((source) => source.replace('{locale}', reader.locale))
    // What every screen asks for: the bars stand from the start, and nothing moves when the application takes over.
    const everywhere: Page['firstData'] = [
      ...(places === undefined ? [] : [[['places'], { items: places }] as const]),
      ...(demoAccounts === undefined ? [] : [[['demo-accounts'], demoAccounts] as const]),
    ]
    await answer(req, res, page?.status ?? 200, render(parts.template, context, page, sources, everywhere))
  }
}

function render(
  template: Template,
  context: PageContext,
  page: Page | undefined,
  sources: readonly string[],
  everywhere: Page['firstData'],
): string {
  const { reader, origin, path } = context
  const words = [`src/app/i18n/${reader.locale}/common.ts`, `src/app/i18n/${reader.locale}/refusals.ts`]
  const title = page === undefined || page.title === 'Filature' ? 'Filature' : `${page.title} · Filature`
  return template.fill({
    reader,
    title,
    head: html`${template.preloads([...words, ...sources])}${
      page !== undefined &&
      html`<meta name="description" content="${page.description}">
<meta property="og:site_name" content="Filature"><meta property="og:type" content="website">
<meta property="og:title" content="${page.title}"><meta property="og:description" content="${page.description}">
<meta property="og:url" content="${origin}${path}"><meta property="og:locale" content="${reader.locale === 'fr' ? 'fr_FR' : 'en_GB'}">
${page.image !== undefined && html`<meta property="og:image" content="${origin}${page.image}">`}
${page.status === 200 ? html`<link rel="canonical" href="${origin}${path}">` : html`<meta name="robots" content="noindex">`}
${page.linkedData.map((thing) => jsonScript('application/ld+json', thing))}`
    }`,
    fragment: page === undefined ? '' : frame(context, page.main, page.wide ?? false),
    data: jsonScript('application/json', [...everywhere, ...(page?.firstData ?? [])], 'first-data'),
  })
}

function contextOf(
  req: Request,
  path: string,
  reader: Reader,
  { reads, art, clock, publicUrl, places, demo }: PageParts & Pick<PageContext, 'places' | 'demo'>,
): PageContext {
  let left = INLINE_DRAWINGS
  return {
    reads,
    reader,
    path,
    art,
    places,
    demo,
    say: sayIn(reader.locale),
    origin: publicUrl ?? `${req.protocol}://${req.get('Host') ?? 'localhost'}`,
    // Repeated parameters count once: the first.
    query: Object.fromEntries(new URLSearchParams(req.originalUrl.split('?')[1] ?? '').entries()),
    today: civilDateOf(clock.now()),
    drawing(kind, name) {
      left -= 1
      return left < 0 ? undefined : art.drawing(kind, name)
    },
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

async function answer(req: Request, res: Response, status: number, page: string): Promise<void> {
  res.status(status).type('html')
  // The page depends on who reads: language and theme come from cookies.
  res.set('Cache-Control', 'private, no-cache')
  res.vary('Accept-Language, Cookie')
  await sendText(req, res, page)
}
