import type { Family } from '@filature/contracts/materials/depot-shapes'
import type { TFunction } from 'i18next'
import { unitSign } from '../../pieces/lot-units.ts'
import type { Locale } from '../../words/locale.ts'
import { NB, number, quantity } from '../../words/numbers.ts'
import { ANYWHERE_KM, type Filters, SIDES } from './search-filters.ts'

type Say = TFunction<'materials'>
type Named = Pick<Family, 'familyId' | 'label'>

const uncapital = (text: string) => text.charAt(0).toLocaleLowerCase() + text.slice(1)

/** The blanks of the sentence, as they are filled. */
export function whatWords({ q, families }: Filters, known: readonly Named[], t: Say, locale: Locale): string {
  const names = families.flatMap((id) => known.find(({ familyId }) => familyId === id)?.label[locale] ?? [])
  const [first] = names
  const things = first === undefined ? undefined : names.length === 1 ? uncapital(first) : t('phrase.families', { count: families.length })
  if (q === '') return things ?? t('phrase.anything')
  const quoted = t('phrase.quoted', { text: q })
  return things === undefined ? quoted : t('phrase.quotedIn', { quoted, things })
}

export function sizeWords({ sizes, fit }: Filters, t: Say, locale: Locale): string {
  const measured = SIDES.flatMap((side) => {
    const size = sizes[side]
    return size === undefined ? [] : [t(`phrase.side.${side}`, { mm: `${number(size, locale)}${NB}mm` })]
  })
  return measured.length === 0 ? t('phrase.anySize') : t(`phrase.fit.${fit}`, { sizes: measured.join(', ') })
}

export function quantityWords({ needed }: Filters, t: Say, locale: Locale): string {
  if (needed === undefined) return t('phrase.anyQuantity')
  const { qty, unit } = needed
  const amount = unit === 'piece' ? `${number(qty, locale)}${NB}${unitSign('piece', qty, locale)}` : quantity(qty, unit, locale)
  return t('phrase.quantity', { amount })
}

export function gradeWords({ grades }: Filters, t: Say): string {
  return grades.map((grade) => t(`phrase.grade.${grade}`)).join(t('phrase.or'))
}

export function radiusWords({ radiusKm }: Pick<Filters, 'radiusKm'>, locale: Locale): string | undefined {
  return radiusKm >= ANYWHERE_KM ? undefined : `${number(radiusKm, locale)}${NB}km`
}

/** `d’Availles-Limouzine`, `de Poitiers`: the small word before a town. */
export function ofTown(name: string, t: Say): string {
  return /^[aeiouyhàâéèêëîïôûœ]/i.test(name) ? t('phrase.ofVowel') : t('phrase.of')
}

export function nearWords({ near }: Filters, t: Say): string {
  return near.town?.name ?? t('phrase.thisPoint')
}
