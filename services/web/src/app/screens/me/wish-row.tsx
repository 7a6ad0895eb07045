import { useNavigate } from '@tanstack/react-router'
import { useRoom } from '../../live/use-room.ts'
import { WishActs } from '../materials/wish-acts.tsx'
import { useRankWords, WishPlace } from '../materials/wish-place.tsx'
import { useWishNews, type Wish } from '../materials/wishes-data.ts'
import { OwnLot } from './own-lot.tsx'

/** One lot I wait for: my rank, or the offer and how long it is mine to answer. */
export function WishRow({ wish }: { readonly wish: Wish }) {
  const rankWords = useRankWords()
  const navigate = useNavigate()
  useRoom(`lot:${wish.lotId}`)
  useWishNews(wish)
  return (
    <OwnLot
      lot={wish}
      said={
        <p>
          <strong>{rankWords(wish)}</strong>
          <span className="soft">
            {' · '}
            {wish.depot.name}
          </span>
        </p>
      }
      // What was accepted is a reservation from now on: that is where it shows.
      acts={<WishActs wish={wish} onAccepted={() => void navigate({ to: '/moi/reservations' })} />}
    >
      <WishPlace wish={wish} />
    </OwnLot>
  )
}
