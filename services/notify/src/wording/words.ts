import type { NotifyTopic } from '@filature/contracts/notify/http'
import type { Params } from '../messages/message.ts'
import type { Locale } from './format.ts'
import { IDENTITY_TEMPLATES } from './identity.ts'
import { MARKET_TEMPLATES } from './market.ts'
import { MATERIALS_TEMPLATES } from './materials.ts'
import { render } from './render.ts'
import type { ServiceTemplates, Template, Wording } from './template.ts'

/** Every service that may ask for messages, what they are about, and their words. */
export const WORDS: Readonly<Record<string, ServiceTemplates>> = {
  identity: { topic: 'account', templates: IDENTITY_TEMPLATES },
  market: { topic: 'market', templates: MARKET_TEMPLATES },
  materials: { topic: 'materials', templates: MATERIALS_TEMPLATES },
}

/** For a key that has no words yet: nobody misses that something happened. */
const GENERIC: Readonly<Record<NotifyTopic, Template>> = {
  market: generic('Du nouveau au marché', 'News from the market', '/marche'),
  materials: generic('Du nouveau pour vos matériaux', 'News about your materials', '/moi/reservations'),
  worksites: generic('Du nouveau sur vos chantiers', 'News about your worksites', '/moi/chantiers'),
  exchange: generic('Du nouveau dans l’entraide', 'News from the exchange', '/entraide'),
  account: generic('Du nouveau sur votre compte', 'News about your account', '/moi'),
}

function generic(fr: string, en: string, path: string): Template {
  return {
    fr: { title: fr, text: 'Ouvrez la page pour voir ce qui a changé.' },
    en: { title: en, text: 'Open the page to see what has changed.' },
    path,
  }
}

export const topicOfSource = (source: string): NotifyTopic => WORDS[source]?.topic ?? 'account'

export function templateOf(source: string, key: string): Template | undefined {
  const templates = WORDS[source]?.templates
  return templates !== undefined && Object.hasOwn(templates, key) ? templates[key] : undefined
}

export interface Rendered extends Wording {
  readonly path: string
}

/** The message in words; the topic's generic ones when the key has none or a value that the text needs is missing. */
export function wordsFor(source: string, key: string, params: Params, locale: Locale): Rendered {
  const fallback = GENERIC[topicOfSource(source)]
  const template = templateOf(source, key) ?? fallback
  const title = render(template[locale].title, params, locale)
  const text = render(template[locale].text, params, locale)
  const path = render(template.path, params, locale)
  if (title === undefined || text === undefined || path === undefined) return { ...fallback[locale], path: fallback.path }
  return { title: capitalised(title), text: capitalised(text), path }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
