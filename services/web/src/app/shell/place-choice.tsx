import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../pieces/dialog.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Roof } from '../pieces/roof.tsx'
import { choosePlace, useCurrentPlace, usePlaces } from './current-place.ts'

/** Where one is, and where else one could be. */
export function PlaceChoice({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { data } = usePlaces()
  const here = useCurrentPlace()
  return (
    <Dialog open={open} onClose={onClose} title={t('nav.choosePlace')} shape="sheet">
      <ul className="rows sheet-in">
        {data?.items.map(({ id, slug, name, town }) => (
          <li key={id}>
            <Link
              className="row"
              to="/lieux/$place"
              params={{ place: slug ?? id }}
              aria-current={id === here?.id ? 'true' : undefined}
              onClick={() => {
                choosePlace(slug ?? id)
                onClose()
              }}
            >
              <span className="marker tone-brique">
                <Roof />
              </span>
              <span>
                <span className="strong">{name}</span>
                <br />
                <span className="small soft">{town}</span>
              </span>
              <Icon name={id === here?.id ? 'check' : 'chevron-right'} />
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
