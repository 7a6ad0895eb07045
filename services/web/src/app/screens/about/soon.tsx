import { Link, type LinkProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../pieces/empty.tsx'
import { useTitle } from '../../shell/use-title.ts'

/** What is not built yet, and where one can go meanwhile. */
const SOON = {
  worksites: { scene: 'worksite', to: '/materiaux', act: 'toMaterials' },
  impact: { scene: 'materials', to: '/materiaux', act: 'toMaterials' },
  network: { scene: 'mill', to: '/', act: 'toPlaces' },
  exchange: { scene: 'welcome', to: '/', act: 'toPlaces' },
} as const satisfies Readonly<Record<string, { readonly scene: string; readonly to: LinkProps['to']; readonly act: string }>>

/** A part of the place that comes with a later version says so, by its name, and what is there already. */
function Soon({ part }: { readonly part: keyof typeof SOON }) {
  const { t } = useTranslation('about')
  const { scene, to, act } = SOON[part]
  const title = t(`soon.${part}.title`)
  useTitle(title)
  return (
    <div className="stack-24">
      <h1>{title}</h1>
      <Empty
        scene={scene}
        title={t(`soon.${part}.text`)}
        act={
          <Link className="button primary" to={to}>
            {t(`soon.${act}`)}
          </Link>
        }
      >
        {t(`soon.${part}.meanwhile`)}
      </Empty>
    </div>
  )
}

export const WorksitesSoon = () => <Soon part="worksites" />
export const ImpactSoon = () => <Soon part="impact" />
export const NetworkSoon = () => <Soon part="network" />
export const ExchangeSoon = () => <Soon part="exchange" />
