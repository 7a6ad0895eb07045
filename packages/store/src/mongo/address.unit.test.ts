import { describe, expect, test } from 'vitest'
import { addressOf } from './address.ts'

describe('the address of a MongoDB', () => {
  test.each([
    ['mongodb://localhost', 'filature_market'],
    ['mongodb://localhost:27017/', 'filature_market'],
    ['mongodb://a:1,b:2/?replicaSet=rs0', 'filature_market'],
    ['mongodb+srv://cluster.example/lyon', 'lyon_market'],
    ['mongodb://user:p%40ss@a,b/lyon?tls=true', 'lyon_market'],
  ])('%s leads to the database %s', (uri, database) => {
    expect(addressOf(uri, 'market').database).toBe(database)
  })

  test('what the address says for itself stays, the rest gets a default', () => {
    const { uri } = addressOf('mongodb://a,b/?serverselectiontimeoutms=900&replicaSet=rs0', 'market')
    expect(uri).toContain('mongodb://a,b/?serverselectiontimeoutms=900&replicaSet=rs0&')
    expect(uri).not.toContain('serverSelectionTimeoutMS')
    expect(uri).toContain('wtimeoutMS=10000')
  })

  test('how long an answer is waited for may be said, and is kept from the driver', () => {
    const { uri, answerMs } = addressOf('mongodb://a/?answerTimeoutMS=60000&tls=true', 'market')
    expect(answerMs).toBe(60_000)
    expect(uri).toMatch(/^mongodb:\/\/a\/\?tls=true&/)
    expect(uri).not.toMatch(/answerTimeout/i)
    expect(addressOf('mongodb://a', 'market').answerMs).toBe(4_500)
    expect(() => addressOf('mongodb://a/?answerTimeoutMS=soon', 'market')).toThrow(/answerTimeoutMS is a whole number/)
  })

  test('no address says what counts as written, or where it is read', () => {
    const { uri } = addressOf('mongodb://a/?w=1&retryWrites=true&journal=false&readPreference=secondary&readConcernLevel=local', 'market')
    expect(uri).toMatch(/^mongodb:\/\/a\/\?retryWrites=true&serverSelectionTimeoutMS=/)
    expect(uri).not.toMatch(/[?&](w|journal|readPreference|readConcernLevel)=/)
  })

  test('a user is looked for in admin, unless the address names another place', () => {
    expect(addressOf('mongodb://u:p@a/lyon', 'market').uri).toContain('authSource=admin')
    expect(addressOf('mongodb://u:p@a/lyon?authSource=people', 'market').uri).not.toContain('authSource=admin')
  })

  test.each(['', 'localhost', 'postgres://u:geheim@host', 'mongodb://', 'mongodb://u:geheim@host/a.b', 'mongodb://u:geheim@host/$x'])(
    '%j is refused without repeating it',
    (uri) => {
      expect(() => addressOf(uri, 'market')).toThrow(TypeError)
      expect(() => addressOf(uri, 'market')).not.toThrow(/geheim/)
    },
  )

  test('what is said about it in messages has no password', () => {
    expect(addressOf('mongodb://u:geheim@a:1,b:2/', 'market').place).toBe('the database filature_market on a:1,b:2')
  })
})
