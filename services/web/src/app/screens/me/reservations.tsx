import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { useRoom } from '../../live/use-room.ts'
import { Empty } from '../../pieces/empty.tsx'
import { lotAmount } from '../../pieces/lot-units.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { usePerson } from '../../session/use-person.ts'
import { useTitle } from '../../shell/use-title.ts'
import { useHolds } from '../materials/holds-data.ts'
import { UndoToast } from '../materials/undo-toast.tsx'
import { useUndoRelease } from '../materials/use-undo.ts'
import { Failed } from '../states/failed.tsx'
import { DepotHolds } from './reservation-depot.tsx'
import { EndedHolds } from './reservation-ended.tsx'

/** What is kept for me, depot by depot as one fetches it: how long, where, when it is open. */
export function Reservations() {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const say = useRefusalText()
  const person = usePerson()
  const holds = useHolds()
  const undo = useUndoRelease()
  useRoom(person === undefined ? undefined : 'me')
  useTitle(t('mine.title'))
  const byDepot = [...Map.groupBy(holds.data ?? [], ({ depot }) => depot.depotId)]
  return (
    <div className="stack">
      <div className="stack-8">
        <h1>{t('mine.title')}</h1>
        {byDepot.length > 0 && <p className="lead">{t('mine.lead')}</p>}
      </div>
      {person === undefined && (
        <Empty
          scene="empty-basket"
          title={t('mine.signIn')}
          act={
            <Link className="button primary" to="/connexion" search={{ retour: '/moi/reservations' }}>
              {t('mine.toSignIn')}
            </Link>
          }
        />
      )}
      {holds.error !== null && <Failed error={holds.error} reset={() => void holds.refetch()} />}
      {person !== undefined && holds.isPending && (
        <ul className="reservation-list" aria-busy="true">
          {[0, 1].map((row) => (
            <li key={row} className="ask">
              <span className="bone tile" />
              <span className="bone" style={{ blockSize: '4rem' }} />
            </li>
          ))}
        </ul>
      )}
      {undo.refusal !== undefined && (
        <Refusal
          title={
            undo.refusal.refused.problem.code === 'insufficient-stock'
              ? t('mine.takenMeanwhile', { name: undo.refusal.hold.designation })
              : say(undo.refusal.refused, t('refusal.offline'))
          }
          out={
            <Link className="button secondary compact" to="/materiaux/$code" params={{ code: undo.refusal.hold.code }}>
              {t('mine.seeLot')}
            </Link>
          }
        />
      )}
      {person !== undefined && holds.data?.length === 0 && (
        <Empty
          scene="materials"
          title={t('mine.none')}
          act={
            <Link className="button primary" to="/materiaux">
              {t('mine.toSearch')}
            </Link>
          }
        />
      )}
      {byDepot.map(([depotId, inDepot]) => (
        <DepotHolds key={depotId} depotId={depotId} holds={inDepot} onReleased={undo.onReleased} />
      ))}
      {person !== undefined && <EndedHolds />}
      {undo.released !== undefined && (
        <UndoToast
          key={undo.released.holdId}
          text={t('hold.released', { amount: `${lotAmount(undo.released.qty, undo.released, locale)}, ${undo.released.designation}` })}
          act={t('hold.takeBack')}
          onAct={() => void undo.takeBack()}
          onEnd={undo.forget}
        />
      )}
    </div>
  )
}
