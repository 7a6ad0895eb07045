import type { Family } from '@filature/contracts/materials/depot-shapes'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import type { ChoiceProps } from './choice-props.ts'
import { GradeChoice } from './grade-choice.tsx'
import { gradeWords, nearWords, ofTown, quantityWords, radiusWords, sizeWords, whatWords } from './phrase-words.ts'
import { QuantityChoice } from './quantity-choice.tsx'
import { RadiusChoice } from './radius-choice.tsx'
import type { Facets } from './search-data.ts'
import { Sentence } from './sentence.tsx'
import { SizeChoice } from './size-choice.tsx'
import { TownChoice } from './town-choice.tsx'
import { WhatChoice } from './what-choice.tsx'

const BLANKS = ['what', 'size', 'grade', 'quantity', 'radius', 'town'] as const
type Blank = (typeof BLANKS)[number]

/** The search as a sentence: each blank is a button that opens its choice. */
export function SearchPhrase({
  filters,
  onChange,
  families,
  facets,
  done,
}: Pick<ChoiceProps, 'filters' | 'onChange' | 'done'> & {
  readonly families: readonly Family[]
  readonly facets: Facets | undefined
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const [open, setOpen] = useState<Blank | undefined>(undefined)
  const near = nearWords(filters, t)
  const radius = radiusWords(filters, locale)
  const filled: Readonly<Record<Blank, string>> = {
    what: whatWords(filters, families, t, locale),
    size: sizeWords(filters, t, locale),
    grade: gradeWords(filters, t),
    quantity: quantityWords(filters, t, locale),
    radius: radius ?? t('phrase.anywhere'),
    town: near,
  }
  const buttons = Object.fromEntries(
    BLANKS.map((blank) => [
      blank,
      <button
        key={blank}
        className="say"
        type="button"
        aria-haspopup="dialog"
        aria-label={t('phrase.change', { label: t(`phrase.label.${blank}`), value: filled[blank] })}
        onClick={() => setOpen(blank)}
      >
        {filled[blank]}
      </button>,
    ]),
  )
  const choice = { filters, onChange, onClose: () => setOpen(undefined), done }
  return (
    <>
      <section className="phrase" aria-label={t('phrase.title')}>
        <p>
          <Sentence
            text={t(filters.grades.length > 0 ? 'phrase.sentenceGrade' : 'phrase.sentence', {
              within: radius === undefined ? '' : t('phrase.within'),
              of: ofTown(near, t),
            })}
            blanks={buttons}
          />
        </p>
      </section>
      <WhatChoice open={open === 'what'} families={families} facets={facets} {...choice} />
      <SizeChoice open={open === 'size'} {...choice} />
      <GradeChoice open={open === 'grade'} facets={facets} {...choice} />
      <QuantityChoice open={open === 'quantity'} {...choice} />
      <RadiusChoice open={open === 'radius'} {...choice} />
      <TownChoice open={open === 'town'} {...choice} />
    </>
  )
}
