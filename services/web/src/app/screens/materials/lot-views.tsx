import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Measures, sizesOf } from '../../pieces/cote.tsx'
import { Drawing } from '../../pieces/drawing.tsx'
import { materialTone } from '../../pieces/material-tone.ts'
import { Sketch } from '../../pieces/sketch.tsx'
import { planSketch } from '../../pieces/sketch-plan.ts'
import { NB, number } from '../../words/numbers.ts'
import type { Lot } from './lot-data.ts'

/** The lot drawn to scale from its own measures, and the drawing of its family; where it has no measures, the drawing alone. */
export function LotViews({ lot }: { readonly lot: Lot }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const [view, setView] = useState<'sketch' | 'family'>('sketch')
  const { dims, family, granularity, available, unit } = lot
  const tone = materialTone(family.drawing)
  const pieces = unit === 'piece' ? Math.max(1, available) : Math.max(1, Math.floor(available / granularity.step))
  const plan = planSketch(dims, pieces)
  const drawing = <Drawing kind="materials" name={family.drawing} eager />
  if (plan === undefined) {
    return (
      <figure className="stack-8">
        <div className={`sketch-tile family tone-${tone}`}>{drawing}</div>
        <figcaption className="between">
          {sizesOf(dims).length > 0 && (
            <span className="cote big">
              <span>
                <Measures dims={dims} />
              </span>
            </span>
          )}
          <span className="small soft">{sizesOf(dims).length > 0 ? t('views.family') : t('views.noMeasures')}</span>
        </figcaption>
      </figure>
    )
  }
  const person = plan.beside.kind === 'person'
  const sizes = sizesOf(dims)
    .map((size) => number(size, locale))
    .join(` × `)
  const label = t(person ? 'views.sketchPerson' : 'views.sketchSheet', { count: plan.pieces.length, sizes: `${sizes}${NB}mm` })
  return (
    <>
      <figure className="stack-8">
        {view === 'sketch' ? (
          <div className={`sketch-tile tone-${tone}`}>
            <Sketch plan={plan} label={label} />
          </div>
        ) : (
          <div className={`sketch-tile family tone-${tone}`}>{drawing}</div>
        )}
        <figcaption className="between">
          <span className="cote big">
            <span>
              <Measures dims={dims} />
            </span>
          </span>
          <span className="small soft">{view === 'family' ? t('views.family') : t(person ? 'views.scalePerson' : 'views.scaleSheet')}</span>
        </figcaption>
      </figure>
      <div className="views">
        <button
          type="button"
          className={`tile tone-${tone} ${view === 'sketch' ? 'is-on' : ''}`}
          aria-label={t('views.showSketch')}
          aria-pressed={view === 'sketch'}
          onClick={() => setView('sketch')}
        >
          <Sketch plan={plan} />
        </button>
        <button
          type="button"
          className={`tile tone-${tone} ${view === 'family' ? 'is-on' : ''}`}
          aria-label={t('views.showFamily')}
          aria-pressed={view === 'family'}
          onClick={() => setView('family')}
        >
          {drawing}
        </button>
        <span className="small soft">{t('views.noPhoto')}</span>
      </div>
    </>
  )
}
