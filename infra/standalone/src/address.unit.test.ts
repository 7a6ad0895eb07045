import { expect, test } from 'vitest'
import { ownAddress, spokenAddress } from './address.ts'

test.each([
  ['0.0.0.0', 'http://127.0.0.1:8080', 'http://localhost:8080'],
  ['::', 'http://127.0.0.1:8080', 'http://localhost:8080'],
  ['127.0.0.1', 'http://127.0.0.1:8080', 'http://localhost:8080'],
  ['192.0.2.7', 'http://192.0.2.7:8080', 'http://192.0.2.7:8080'],
  ['place.example.org', 'http://place.example.org:8080', 'http://place.example.org:8080'],
  ['::1', 'http://[::1]:8080', 'http://[::1]:8080'],
])('a process that listens on %s is reached at an address that can be read', (host, own, spoken) => {
  expect([ownAddress(host, 8080), spokenAddress(host, 8080)]).toEqual([own, spoken])
  expect(URL.canParse(own)).toBe(true)
})
