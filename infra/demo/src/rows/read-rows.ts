import { fileURLToPath } from 'node:url'
import { type Placed, rowError } from '../csv/row-error.ts'
import { readTable } from '../csv/table.ts'
import { certificateRow, orderRow, producerRow, productRow, saleTemplateRow } from './market.ts'
import { familySlugRow, lotExitRow, lotReservationRow, lotRow, sourceSiteRow } from './materials.ts'
import { memberRow } from './people.ts'
import { depotRow, locationRow, pickupPointRow, placeRow, townRow } from './places.ts'
import { worksiteRow } from './worksites.ts'

/** The files of the demo that ship with the product. */
export const DEMO_FOLDER = fileURLToPath(new URL('../../data', import.meta.url))

export type DemoRows = ReturnType<typeof readDemoRows>

/** Reads every file that is loaded today; those of later worlds wait in the folder. Throws `RowError`. */
export function readDemoRows(folder: string = DEMO_FOLDER) {
  return {
    towns: readTable(folder, 'towns.csv', townRow),
    places: readTable(folder, 'places.csv', placeRow),
    depots: readTable(folder, 'depots.csv', depotRow),
    locations: readTable(folder, 'locations.csv', locationRow),
    pickupPoints: readTable(folder, 'pickup-points.csv', pickupPointRow),
    members: readTable(folder, 'members.csv', memberRow),
    producers: readTable(folder, 'producers.csv', producerRow),
    certificates: readTable(folder, 'certificates.csv', certificateRow),
    products: readTable(folder, 'products.csv', productRow),
    saleTemplates: readTable(folder, 'sale-templates.csv', saleTemplateRow),
    orders: readTable(folder, 'orders.csv', orderRow),
    familySlugs: readTable(folder, 'family-slugs.csv', familySlugRow),
    sourceSites: readTable(folder, 'source-sites.csv', sourceSiteRow),
    lots: readTable(folder, 'lots.csv', lotRow),
    lotExits: readTable(folder, 'lot-exits.csv', lotExitRow),
    lotReservations: readTable(folder, 'lot-reservations.csv', lotReservationRow),
    worksites: readTable(folder, 'worksites.csv', worksiteRow),
  }
}

/** Rows by id; asking for one that is not there is the asking row's fault. */
export function byId<Row extends Placed>(rows: readonly Row[], idOf: (row: Row) => string) {
  const known = new Map<string, Row>()
  for (const row of rows) {
    if (known.has(idOf(row))) throw rowError(row, 'id', `${idOf(row)} is there twice`)
    known.set(idOf(row), row)
  }
  return (asking: Placed, column: string, id: string): Row => {
    const row = known.get(id)
    if (row === undefined) throw rowError(asking, column, `there is no ${id} in ${rows[0]?.file ?? 'an empty file'}`)
    return row
  }
}
