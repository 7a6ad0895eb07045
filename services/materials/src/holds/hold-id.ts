/**
 * A hold of one lot is a reservation of one line. Both ids carry the same derived part (member and Idempotency-Key), so that
 * each is found from the other.
 */
export const holdIdOf = (reservationId: string): string => reservationId.replace(/^rsv_/, 'hld_')
