import type { Member } from './groups.ts'

/** A member as the file's rounds see it. */
export interface LocalMember {
  readonly member: Member
  /** Looks again at what the member is to read: after any change in the group, or when it was given up. */
  settle(): void
  /** The lease was prolonged, so it holds until then (epoch ms). */
  leaseHolds(until: number): void
}
