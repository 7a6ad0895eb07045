import type { DocumentRef } from '@filature/contracts/materials/lot-shapes'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Grade } from '../../pieces/grade.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { capital } from '../../words/capital.ts'
import { longDay } from '../../words/times.ts'
import type { Lot } from './lot-data.ts'
import { openingHours } from './opening-hours.ts'

const DAY_MS = 86_400_000

/** Where it comes from, what was checked, what it was, where it lies. No names of people. */
export function LotPassport({ lot }: { readonly lot: Lot }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [t('pass.from'), <From key="from" lot={lot} />],
    [
      t('pass.grade'),
      lot.grade !== null && (
        <>
          <Grade grade={lot.grade} />
          <Under text={[lot.defects, lot.note].filter(Boolean).join(' ')} />
        </>
      ),
    ],
    ...lot.hazards
      .filter(({ state }) => state !== 'not-required')
      .map(({ hazard, state, document }) => [t(`hazard.${hazard}`), <Hazard key={hazard} state={state} document={document} />] as const),
    [t('pass.assembly'), lot.assembly],
    [t('pass.removal'), lot.removalMethod],
    [t('pass.materials'), lot.materials.join(', ')],
    [t('pass.brand'), lot.brand],
    [t('pass.colour'), lot.colour],
    [t('pass.standards'), lot.standards.join(', ')],
    [t('pass.matter'), <Matter key="matter" lot={lot} />],
    [
      t('pass.place'),
      <>
        {[lot.depot.name, lot.location?.label].filter(Boolean).join(', ')}
        <Under text={capital(openingHours(lot.openings, locale))} />
      </>,
    ],
  ]
  return (
    <section aria-labelledby="pp" className="pass-part">
      <SectionTitle
        id="pp"
        title={t('pass.title')}
        more={
          <button className="more" type="button" onClick={() => window.print()}>
            {t('pass.print')}
            <Icon name="chevron-right" />
          </button>
        }
      />
      <dl className="facts">
        {facts.flatMap(([name, value]) =>
          value
            ? [
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>,
              ]
            : [],
        )}
      </dl>
    </section>
  )
}

function Under({ text }: { readonly text: string }) {
  if (text === '') return null
  return (
    <>
      <br />
      <span className="small soft">{text}</span>
    </>
  )
}

function From({ lot }: { readonly lot: Lot }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const { source, receivedAt, window } = lot
  const days = receivedAt === null ? undefined : Math.floor((serverNowMs() - Date.parse(receivedAt)) / DAY_MS)
  const built = source?.builtYear == null ? undefined : t(source.dwelling ? 'pass.house' : 'pass.building', { year: source.builtYear })
  const since =
    days !== undefined
      ? t('pass.daysAgo', { count: days, origin: t(`origin.${lot.origin}`) })
      : window === null
        ? t(`origin.${lot.origin}`)
        : t('pass.window', { origin: t(`origin.${lot.origin}`), from: longDay(window.from, locale), to: longDay(window.to, locale) })
  return (
    <>
      {source === null ? t('pass.noSource') : `${source.name}, ${source.town}`}
      <Under text={capital([built, since].filter(Boolean).join(', '))} />
    </>
  )
}

function Hazard({
  state,
  document,
}: {
  readonly state: 'required-missing' | 'cleared' | 'positive' | 'not-required'
  readonly document: DocumentRef | null
}) {
  const { t } = useTranslation('materials')
  return (
    <span className={`pass is-${state}`}>
      <Icon name={state === 'cleared' ? 'shield-check' : 'alert-triangle'} />
      <span>
        {t(`hazardState.${state}`)}
        {document !== null && (
          <>
            <br />
            <span className="small soft">
              {document.pages === undefined ? document.title : t('pass.pages', { count: document.pages, title: document.title })}
              {document.note !== undefined && `, ${document.note}`}
            </span>
          </>
        )}
      </span>
    </span>
  )
}

function Matter({ lot: { matter } }: { readonly lot: Lot }) {
  const { t } = useTranslation('materials')
  const { evidence, state } = matter
  if (state === 'product') return t('matter.product')
  if (evidence === null) return t(`matter.${state}`)
  return (
    <>
      {t(state === 'end-of-waste' ? 'matter.endOfWasteBy' : 'matter.sortedBy', { name: evidence.operatorName })}
      <Under text={[evidence.intendedUse, evidence.reference].filter(Boolean).join(', ')} />
    </>
  )
}
