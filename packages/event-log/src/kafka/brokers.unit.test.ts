import { describe, expect, it } from 'vitest'
import { parseBrokers } from './brokers.ts'

describe('KAFKA_BROKERS', () => {
  it.each([
    ['one address', 'kafka:9092', [{ host: 'kafka', port: 9092 }]],
    [
      'several',
      'a.example:9092, b.example:19092',
      [
        { host: 'a.example', port: 9092 },
        { host: 'b.example', port: 19092 },
      ],
    ],
    ['an IPv6 address', '[::1]:9092', [{ host: '::1', port: 9092 }]],
    ['the name of the protocol before it', 'PLAINTEXT://kafka:9092', [{ host: 'kafka', port: 9092 }]],
  ])('may be %s', (_, given, brokers) => {
    expect(parseBrokers(given)).toEqual(brokers)
  })

  it.each(['kafka', 'kafka:', ':9092', 'kafka:0', 'kafka:70000', 'kafka:9092,', 'kafka:9092;other:9092', 'SSL://kafka:9093'])(
    'is refused as %j',
    (given) => {
      expect(() => parseBrokers(given)).toThrow(/KAFKA_BROKERS.*host:port/)
    },
  )
})
