import { TOWNS, type Town, townAt } from './towns.ts'

const STORED = 'filature.town'

/** Where searches start: the town chosen last in this browser, else the first of the gazetteer. */
export function homeTown(): Town {
  try {
    const stored = localStorage.getItem(STORED)
    return TOWNS.find(({ id }) => id === stored) ?? TOWNS[0]
  } catch {
    return TOWNS[0]
  }
}

export function rememberTown({ id }: Town): void {
  try {
    localStorage.setItem(STORED, id)
  } catch {
    // Private windows may refuse storage; the choice then lives in the address only.
  }
}

/** `46.5802,0.3404`, as addresses and the search write a point. */
export const pointText = ({ lat, lon }: { readonly lat: number; readonly lon: number }): string => `${lat},${lon}`

export interface Near {
  readonly lat: number
  readonly lon: number
  /** Absent when the point is no town of the gazetteer. */
  readonly town: Town | undefined
}

/** Reads `lat,lon` of an address; anything else is the home town. */
export function nearOf(text: string | undefined): Near {
  const [lat = Number.NaN, lon = Number.NaN] = (text ?? '').split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180) {
    return { lat, lon, town: townAt({ lat, lon }) }
  }
  const town = homeTown()
  return { lat: town.lat, lon: town.lon, town }
}
