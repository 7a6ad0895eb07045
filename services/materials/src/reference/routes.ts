import type { materialsApi } from '@filature/contracts/materials/http'
import type { Handlers } from '@filature/service-kit/route'
import type { Reference } from './reference.ts'

export function familyRoutes(reference: Reference): Pick<Handlers<typeof materialsApi.endpoints>, 'GET /families'> {
  const items = [...reference.families.values()].map(({ familyId, groupId, label, leaf, drawing }) => ({
    familyId,
    parentId: leaf === undefined ? null : groupId,
    level: leaf === undefined ? ('group' as const) : ('leaf' as const),
    label,
    baseUnit: leaf?.unit ?? null,
    displayUnit: leaf?.displayUnit ?? null,
    drawing,
    requiredDims: [...(leaf?.requiredDims ?? [])],
    weighRequired: leaf?.weighRequired ?? false,
    asbestosSuspect: leaf?.asbestosSuspect ?? false,
    leadSuspect: leaf?.leadSuspect ?? false,
    parasiteCheck: leaf?.parasiteCheck ?? false,
    repCategory: leaf?.repCategory ?? null,
    hasImpact: leaf?.factorNew !== undefined,
  }))
  const body = { items, factorSet: reference.factorSet }
  return { 'GET /families': () => ({ body }) }
}
