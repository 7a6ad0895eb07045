import type { Dims } from '@filature/contracts/materials/lot-shapes'
import { Fragment } from 'react'
import { currentLocale } from '../i18n/locale.ts'
import { NB, number } from '../words/numbers.ts'
import { Icon } from './icon.tsx'

/** A size as a carpenter writes it: length, width, height, thickness in mm; a round thing by its diameter. */
export function sizesOf({ lengthMm, widthMm, heightMm, thicknessMm, diameterMm }: Dims): readonly number[] {
  return [lengthMm, widthMm, heightMm, thicknessMm, diameterMm].filter((size) => size !== undefined)
}

/** The measures between their signs, without icon: `1 800 × 90 × 22 mm`. */
export function Measures({ dims }: { readonly dims: Dims }) {
  const locale = currentLocale()
  const straight = [dims.lengthMm, dims.widthMm, dims.heightMm, dims.thicknessMm].filter((size) => size !== undefined)
  return (
    <>
      {dims.diameterMm !== undefined && `Ø${NB}${number(dims.diameterMm, locale)}`}
      {straight.map((size, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same measure may stand twice, and they never move
        <Fragment key={at}>
          {(at > 0 || dims.diameterMm !== undefined) && (
            <>
              {' '}
              <i>×</i>
              {NB}
            </>
          )}
          {number(size, locale)}
        </Fragment>
      ))}
      {`${NB}mm`}
    </>
  )
}

/** The line under a lot's name. Nothing when it has no measures. */
export function Cote({ dims }: { readonly dims: Dims }) {
  if (sizesOf(dims).length === 0) return null
  return (
    <p className="cote">
      <span className="len">
        <Icon name="ruler-2" />
        <span>
          <Measures dims={dims} />
        </span>
      </span>
    </p>
  )
}
