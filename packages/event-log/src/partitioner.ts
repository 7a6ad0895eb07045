/**
 * 32-bit murmur2 of the key's UTF-8 bytes with Kafka's seed, as a signed integer. The same function as the default partitioner
 * of Apache Kafka's Java client, so a record lies in the same partition whichever adapter wrote it.
 */
export function murmur2(key: string): number {
  const bytes = Buffer.from(key, 'utf8')
  const length = bytes.length
  const mixer = 0x5bd1e995
  const whole = length & ~3
  let hash = 0x9747b28c ^ length
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), mixer)
    word ^= word >>> 24
    hash = Math.imul(hash, mixer) ^ Math.imul(word, mixer)
  }
  // The one to three bytes that do not fill a word.
  if (whole < length) {
    for (let at = length - 1; at >= whole; at--) hash ^= (bytes[at] ?? 0) << (8 * (at - whole))
    hash = Math.imul(hash, mixer)
  }
  hash = Math.imul(hash ^ (hash >>> 13), mixer)
  return hash ^ (hash >>> 15)
}

/** The partition of a key, from 0: stable for ever, which is why the number of partitions of a topic never changes. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitions
}
