import type { Locale } from '../app/words/locale.ts'
import { french } from '../app/words/spacing.ts'
import { type Html, html } from './html.ts'

/** A text of the application with its values filled in: `{{day}}`, and `<strong>` for what matters in it. */
export function rich(text: string, values: Readonly<Record<string, string | number>>, locale: Locale): Html {
  const filled = text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
  const spaced = locale === 'fr' ? french(filled) : filled
  return html`${spaced.split(/<\/?strong>/).map((part, at) => (at % 2 === 1 ? html`<strong>${part}</strong>` : part))}`
}
