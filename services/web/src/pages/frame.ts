import { type Html, html, type Piece } from './html.ts'
import type { PageContext } from './page.ts'
import type { Word } from './texts.ts'

const NAV: readonly (readonly [href: string, word: Word])[] = [
  ['/marche', 'market'],
  ['/materiaux', 'materials'],
  ['/chantiers', 'worksites'],
  ['/impact', 'impact'],
]
const DOCK: readonly (readonly [href: string, word: Word, icon: string])[] = [
  ['/marche', 'market', 'basket'],
  ['/materiaux', 'materials', 'wall'],
  ['/chantiers', 'worksites', 'helmet'],
  ['/moi', 'me', 'user'],
]
const FOOT: readonly (readonly [href: string, word: Word])[] = [
  ['/aide', 'help'],
  ['/regles', 'rules'],
  ['/accessibilite', 'accessibility'],
  ['/confidentialite', 'privacy'],
]

/** The same bars as the application's, as plain links: they work before it starts, and stay where they are when it does. */
export function frame({ say, path, art, places, demo, reader }: PageContext, main: Piece, wide: boolean): Html {
  const current = (href: string) => path === href || path.startsWith(`${href}/`)
  const link = (href: string, inside: Piece) =>
    current(href) ? html`<a href="${href}" aria-current="page">${inside}</a>` : html`<a href="${href}">${inside}</a>`
  const here =
    places.find(({ id, slug }) => (slug ?? id) === reader.place) ??
    places.find(({ activities }) => activities.includes('market')) ??
    places[0]
  return html`<a class="skip" href="#contenu">${say('skip')}</a>
<header class="top"><div class="top-in">
<a class="brand" href="/" aria-label="${say('home')}">${art.mark}<span class="brand-word">Filature</span></a>
${here !== undefined && html`<a class="here" href="/lieux/${here.slug ?? here.id}"><span>${here.name}</span>${art.icon('chevron-down')}</a>`}
<nav class="top-nav" aria-label="${say('main')}">${NAV.map(([href, word]) => link(href, say(word)))}</nav>
<div class="top-tools"><a class="button quiet compact" href="/connexion">${say('signIn')}</a></div>
</div></header>
${demo && html`<div class="banner is-demo"><div><p class="with-icon">${art.icon('info-circle')}<span>${say('demoVisit')} <strong>${say('demoTry')}</strong></span></p><a class="button quiet compact" href="/connexion">${say('demoEnter')}</a></div></div>`}
<main id="contenu" class="${wide ? 'early' : 'content early'}" tabindex="-1">${main}</main>
<noscript><p class="content soft">${say('needsScript')}</p></noscript>
<footer class="foot"><div class="content"><ul>${FOOT.map(([href, word]) => html`<li>${link(href, say(word))}</li>`)}</ul></div></footer>
<nav class="dock" aria-label="${say('mainPhone')}"><ul>${DOCK.map(([href, word, icon]) => html`<li>${link(href, [art.icon(icon), html`<span>${say(word)}</span>`])}</li>`)}</ul></nav>`
}

/** A drawing on its swatch; an empty swatch when the drawing comes later, so that nothing moves. */
export function tile(context: PageContext, kind: 'produce' | 'materials', name: string, tone: string): Html {
  return html`<span class="tile tone-${tone}">${context.drawing(kind, name)}</span>`
}

export function sectionTitle(id: string, title: string, more?: Piece): Html {
  return html`<div class="section-title"><div><h2 id="${id}">${title}</h2></div>${more}</div>`
}

/** Opens on the mill, as the application does. */
export function hero(
  { art }: PageContext,
  { kicker, title, lead, acts }: { kicker?: Piece; title: string; lead: string; acts: Piece },
): Html {
  return html`<div class="hero"><div class="hero-text content">${kicker !== undefined && html`<p class="kicker">${kicker}</p>`}<h1>${title}</h1>
<p class="lead">${lead}</p><div class="acts">${acts}</div></div><div class="hero-art" aria-hidden="true">${art.mill}</div></div>`
}
