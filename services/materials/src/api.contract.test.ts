import type { Endpoint } from '@filature/contracts/http/endpoint'
import { allows, RIGHTS } from '@filature/contracts/identity/rights'
import { materialsApi } from '@filature/contracts/materials/http'
import { openApiOf } from '@filature/service-kit/openapi'
import { describe, expect, it } from 'vitest'

const endpoints: readonly (readonly [string, Endpoint])[] = Object.entries(materialsApi.endpoints)

describe('the public contract', () => {
  it('asks only for rights that the table knows, and none of the desk’s is a member’s', () => {
    for (const [key, { access }] of endpoints) {
      if (typeof access !== 'object') continue
      expect({ key, known: Object.hasOwn(RIGHTS, access.action) }).toEqual({ key, known: true })
      if (access.action !== 'materials.hold') expect({ key, member: allows(access.action, 'B') }).toEqual({ key, member: false })
    }
  })

  it('becomes an OpenAPI description', () => {
    const api = JSON.stringify(openApiOf(materialsApi))
    expect(api).toContain('/lots/{id}/hold')
    expect(api).toContain('insufficient-stock')
  })
})
