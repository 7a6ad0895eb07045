/**
 * Where a record lies: partition and offset in one integer that SQLite uses as the row's own key, so that a partition is
 * one run of the table in order and needs no second index. Offsets have 40 bits (10^12 records per partition), partitions
 * the 13 bits that remain of the integers a number holds exactly.
 */
const OFFSETS_PER_PARTITION = 2 ** 40
export const MOST_PARTITIONS_IN_FILE = 2 ** 13 - 1

export const placeOf = (partition: number, offset: number): number => partition * OFFSETS_PER_PARTITION + offset

export const offsetOf = (place: number): number => place % OFFSETS_PER_PARTITION
