import { serviceApi } from '../http/endpoint.ts'
import { depotsEndpoints } from './http-depots.ts'
import { holdsEndpoints } from './http-holds.ts'
import { lotsEndpoints } from './http-lots.ts'
import { wishesEndpoints } from './http-wishes.ts'

export const materialsApi = serviceApi('materials', 'Materials library', {
  ...depotsEndpoints,
  ...lotsEndpoints,
  ...holdsEndpoints,
  ...wishesEndpoints,
})
export type MaterialsApi = typeof materialsApi
