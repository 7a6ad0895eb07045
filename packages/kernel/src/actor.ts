/** Who asks: a signed-in person, a machine with a token, or the system itself (timers, processes, the demo loader). */
export interface Actor {
  readonly kind: 'member' | 'machine' | 'system'
  /** `mbr_…` for people, `pat_…` for machines, the process or timer's name for the system. */
  readonly id: string
  /** Role letters per organisation, as the token says (identity is the source). */
  readonly roles: Readonly<Record<string, string>>
}

export const systemActor = (name: string): Actor => ({ kind: 'system', id: name, roles: {} })
