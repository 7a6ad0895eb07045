import { rightOf } from './rights.ts'

/** What a token for a machine may be limited to (network spec §3, AccessToken). */
export const SCOPES = [
  'market:read',
  'market:write',
  'materials:read',
  'materials:write',
  'worksites:read',
  'worksites:write',
  'reciprocity:read',
  'reciprocity:write',
  'members:read',
  'exports:read',
  'hooks:write',
] as const
export type Scope = (typeof SCOPES)[number]

/** How a request touches a service: GET reads, everything else writes. */
export type Use = 'read' | 'write'

/** Actions that the scope of their service does not cover, because they have one of their own. */
const OWN_SCOPE: Readonly<Record<string, Scope>> = {
  'identity.member.list': 'members:read',
  'market.exports': 'exports:read',
  'materials.exports': 'exports:read',
  'worksites.reports': 'exports:read',
  'notify.hook': 'hooks:write',
}

/** May a token with these scopes (space separated; undefined: a person's, unlimited) use the service in this way at all? */
export function scopeReaches(scope: string | undefined, service: string, use: Use): boolean {
  if (scope === undefined) return true
  const granted = scope.split(' ')
  return granted.includes(`${service}:write`) || (use === 'read' && granted.includes(`${service}:read`))
}

/** May a token with these scopes use the action, if its owner may? What a visitor may is in every scope. */
export function scopeCovers(scope: string | undefined, action: string, use: Use): boolean {
  if (scope === undefined || rightOf(action)?.audience === 'everyone') return true
  const own = Object.hasOwn(OWN_SCOPE, action) ? OWN_SCOPE[action] : undefined
  if (own !== undefined) return scope.split(' ').includes(own)
  return scopeReaches(scope, action.split('.')[0] ?? '', use)
}
