import { NB } from './numbers.ts'

/** French spacing on interface text: apostrophe, no-break space before : ; ! ? » and after «, between number and unit. */
export function french(text: string): string {
  return text
    .replace(/'/g, '’')
    .replace(/ ([:»])/g, `${NB}$1`)
    .replace(/ ([;!?])/g, '\u202f$1')
    .replace(/« /g, `«${NB}`)
    .replace(/(\d) (€|%|kg|g|km|mm|cm|cl|ml|m²|m³|L|m|t|h|min|s|j|ans|jours?|pièces?|places?|lots?)(?![\p{L}\d])/gu, `$1${NB}$2`)
}
