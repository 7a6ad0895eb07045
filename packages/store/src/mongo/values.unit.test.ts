import fc from 'fast-check'
import { BSON } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { originalName, originalValue, storedName, storedValue } from './values.ts'

/** Through the driver's own encoding, as the database would give it back. */
const throughTheDatabase = (value: unknown) => originalValue(BSON.deserialize(BSON.serialize({ document: storedValue(value) }))['document'])

describe('documents kept as they are', () => {
  test('ordinary documents are not even copied', () => {
    const document = { title: 'Solives', place: { insee: '75011' }, holds: [{ quantity: 3 }], note: null }
    expect(storedValue(document)).toBe(document)
  })

  test.each(['$set', 'a.b', '__proto__', '_bsontype', '', '%', '%24', 'nul\0', '$$.%'])('a field named %j', (name) => {
    expect(originalName(storedName(name))).toBe(name)
    expect(storedName(name)).toMatch(/^%[^.$\0]*$/)
    const document = JSON.parse(`{"a": 1, ${JSON.stringify(name)}: {"b": [{${JSON.stringify(name)}: "ObjectId"}]}, "z": 2}`)
    expect(JSON.stringify(throughTheDatabase(document))).toBe(JSON.stringify(document))
  })

  test('what JSON drops or converts is dropped or converted alike', () => {
    const value = {
      gone: undefined,
      list: [undefined, Number.NaN, Number.POSITIVE_INFINITY],
      day: new Date(0),
      small: -0,
      method() {},
      bare: Object.create(null),
    }
    expect(throughTheDatabase(value)).toEqual(JSON.parse(JSON.stringify(value)))
    expect(storedValue(undefined)).toBeUndefined()
    expect(storedValue(null)).toBeNull()
  })

  test('any JSON value comes back the same', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('$ref', '$id', '__proto__', '_bsontype', 'a.b', 'length', 'toJSON', '0'))
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.array(fc.tuple(names, tie('any'))).map((fields) => Object.fromEntries(fields)),
      ),
    })).any
    fc.assert(
      fc.property(value, (given) => {
        const text = JSON.stringify(given)
        expect(JSON.stringify(throughTheDatabase(JSON.parse(text)))).toBe(text)
      }),
    )
  })
})
