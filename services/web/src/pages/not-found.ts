import { html } from './html.ts'
import type { Page, PageContext } from './page.ts'

/** For addresses nobody knows and things that are gone; the application shows the same words. */
export function notFoundPage({ say }: PageContext): Page {
  return {
    status: 404,
    title: say('notFound'),
    description: say('notFoundText'),
    linkedData: [],
    firstData: [],
    main: html`<div class="stack-24"><h1>${say('notFound')}</h1><p>${say('notFoundText')}</p>
<p class="cluster"><a href="/marche">${say('market')}</a><a href="/materiaux">${say('materials')}</a></p></div>`,
  }
}
