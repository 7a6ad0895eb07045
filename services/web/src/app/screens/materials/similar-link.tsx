import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { nearOf, pointText } from '../../places/home-town.ts'
import { DEFAULT_RADIUS_KM } from './search-filters.ts'

/** To the other lots of the same family, near the same place. */
export function SimilarLink({
  lot,
  className,
  children,
}: {
  readonly lot: Pick<LotCard, 'family'>
  readonly className: string
  readonly children?: ReactNode
}) {
  const { t } = useTranslation('materials')
  const near = useSearch({ strict: false, select: (search: { readonly near?: string | undefined }) => search.near })
  return (
    <Link
      className={className}
      to="/materiaux"
      search={{ family: lot.family.familyId, near: pointText(nearOf(near)), radiusKm: String(DEFAULT_RADIUS_KM) }}
    >
      {children ?? t('similar')}
    </Link>
  )
}
