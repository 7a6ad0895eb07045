import { allows, allowsOnOwn, RIGHTS } from '@filature/contracts/identity/rights'
import { type Scope, scopeCovers } from '@filature/contracts/identity/scopes'

/**
 * Scopes that would reach no action at all of somebody with these role letters per organisation (network I4). What one may
 * do with one's own things counts, so every member may have tokens for market and materials.
 */
export function scopesBeyond(scopes: readonly Scope[], roles: Readonly<Record<string, string>>): Scope[] {
  const letters = Object.values(roles)
  return scopes.filter((scope) => {
    const use = scope.endsWith(':read') ? 'read' : 'write'
    return !Object.keys(RIGHTS).some(
      (action) =>
        !isPublic(action) && scopeCovers(scope, action, use) && (allowsOnOwn(action) || letters.some((held) => allows(action, held))),
    )
  })
}

/** What anybody may do needs no scope, so it does not make one reasonable. */
const isPublic = (action: string): boolean => RIGHTS[action as keyof typeof RIGHTS].audience === 'everyone'
