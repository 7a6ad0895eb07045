import { expect, test } from 'vitest'
import { commonBecause } from './common-passwords.ts'

const about = { email: 'capucine.bobine@example.org', name: 'Capucine B.' }

test.each([
  ['aaaaaaaaaaaa', 'repeated'],
  ['abcabcabcabcabc', 'repeated'],
  ['121212121212', 'repeated'],
  ['azertyuiop12', 'run'],
  ['!Qwertyuiop!1', 'run'],
  ['poiuytreza99', 'run'],
  ['abcdefghijkl', 'run'],
  ['motdepasse2026', 'common'],
  ['Password1234!', 'common'],
  ['p4ssw0rd!!!!2024', 'common'],
  ['soleil-soleil-12', 'common'],
  ['839201748263', 'common'],
  ['capucine.bobine1', 'personal'],
  ['Capucine86240!', 'personal'],
])('%s is refused: %s', (password, why) => {
  expect(commonBecause(password, about)).toBe(why)
})

test.each(['quatre navettes tissent loin', 'correct horse battery', 'Xk9#vPq2LmZw', 'le pain du fournil 1887', 'Capucine aime les ponts'])(
  '%s is taken',
  (password) => {
    expect(commonBecause(password, about)).toBeUndefined()
  },
)
