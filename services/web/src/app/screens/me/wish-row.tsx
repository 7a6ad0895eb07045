import { Link, useNavigate } from '@tanstack/react-router'
import { useRoom } from '../../live/use-room.ts'
import { Cote } from '../../pieces/cote.tsx'
import { Tile } from '../../pieces/drawing.tsx'
import { lotName } from '../../pieces/lot-units.ts'
import { materialTone } from '../../pieces/material-tone.ts'
import { WishActs } from '../materials/wish-acts.tsx'
import { useRankWords, WishPlace } from '../materials/wish-place.tsx'
import { useWishNews, type Wish } from '../materials/wishes-data.ts'

/** One lot I wait for: my rank, or the offer and how long it is mine to answer. */
export function WishRow({ wish }: { readonly wish: Wish }) {
  const rankWords = useRankWords()
  const navigate = useNavigate()
  useRoom(`lot:${wish.lotId}`)
  useWishNews(wish)
  return (
    <li className="ask">
      <Tile kind="materials" name={wish.family.drawing} tone={materialTone(wish.family.drawing)} eager />
      <div className="stack-4">
        <h3>
          <Link to="/materiaux/$code" params={{ code: wish.code }}>
            {lotName(wish.designation)}
          </Link>
        </h3>
        <p>
          <strong>{rankWords(wish)}</strong>
          <span className="soft">
            {' · '}
            {wish.depot.name}
          </span>
        </p>
        <Cote dims={wish.dims} />
        <WishPlace wish={wish} />
      </div>
      {/* What was accepted is a reservation from now on: that is where it shows. */}
      <WishActs wish={wish} onAccepted={() => void navigate({ to: '/moi/reservations' })} />
    </li>
  )
}
