import { serviceApi } from '../http/endpoint.ts'
import { depotsEndpoints } from './http-depots.ts'
import { holdsEndpoints } from './http-holds.ts'
import { lotsEndpoints } from './http-lots.ts'

export const materialsApi = serviceApi('materials', 'Materials library', { ...depotsEndpoints, ...lotsEndpoints, ...holdsEndpoints })
export type MaterialsApi = typeof materialsApi
