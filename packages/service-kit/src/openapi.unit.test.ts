import { serviceApi } from '@filature/contracts/http/endpoint'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApiOf } from './openapi.ts'

const reply = z.object({})
const api = serviceApi('stall', 'Stall', {
  'GET /things': { summary: 'all', access: 'public', reply },
  'POST /things': { summary: 'a new one', access: 'signed-in', reply, orStatus: 202, refusals: ['not-found', 'thing-broken'] },
  'POST /sign-in': { summary: 'opens a session', access: 'public', reply, session: 'opens' },
  'POST /token': { summary: 'reads it', access: 'public', reply, session: 'reads' },
})
interface Told {
  readonly security: unknown
  readonly responses: Readonly<Record<string, { readonly description: string; readonly headers?: Readonly<Record<string, unknown>> }>>
}
const { paths } = openApiOf(api) as { paths: Readonly<Record<string, Readonly<Record<string, Told>>>> }
const told = (path: string, method: string) => paths[path]?.[method]
const codes = (path: string, method: string, status: number) => told(path, method)?.responses[status]?.description.split(', ')

describe('the description of an API', () => {
  test('names what any operation may answer, whoever asks: a dead token, a fault of ours', () => {
    expect(codes('/things', 'get', 401)).toEqual(['unauthenticated', 'token-stale'])
    expect(codes('/things', 'get', 500)).toEqual(['internal'])
    expect(codes('/things', 'get', 413)).toBeUndefined()
    expect(codes('/things', 'post', 413)).toEqual(['too-large'])
  })

  test('names what a program’s scopes may refuse, and refusals of the common kind that an operation declares', () => {
    expect(codes('/things', 'get', 403)).toBeUndefined()
    expect(codes('/things', 'post', 403)).toEqual(['forbidden'])
    expect(codes('/things', 'post', 404)).toEqual(['not-found'])
    expect(codes('/things', 'post', 409)).toEqual(['thing-broken'])
  })

  test('tells of a second way to succeed', () => {
    expect(told('/things', 'post')?.responses[202]).toMatchObject({ content: { 'application/json': {} } })
    expect(told('/things', 'get')?.responses[202]).toBeUndefined()
  })

  test('tells which operations make the session’s cookie and which read it', () => {
    expect(told('/sign-in', 'post')?.responses[200]?.headers).toHaveProperty('Set-Cookie')
    expect(told('/sign-in', 'post')?.security).toEqual([])
    expect(told('/token', 'post')?.security).toEqual([{ session: [] }])
    expect(told('/things', 'post')?.security).toEqual([{ bearer: [] }])
  })
})
