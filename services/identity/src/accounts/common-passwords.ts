/** Words that lists of leaked passwords begin with, French and English; with digits and signs around they reach 12 characters. */
const STEMS = new Set(
  (
    'password passwort motdepasse mdp azerty azertyuiop qwerty qwertyuiop qwertz iloveyou jetaime bonjour soleil admin administrateur ' +
    'administrator root welcome bienvenue letmein login connexion secret changeme football marseille chocolat monkey dragon master ' +
    'superman princess princesse doudou loulou nicolas camille filature marche materiautheque test testtest default p4ssw0rd passw0rd'
  ).split(' '),
)
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertyuiopasdfghjklzxcvbnm',
  'aqwzsxedcrfvtgbyhnuj',
]

/**
 * Why a password counts as known to everybody, or undefined. Long enough passwords fall for few reasons: a common word with
 * digits after it, a run of the keyboard, a short piece repeated, or one's own name and address.
 */
export function commonBecause(
  password: string,
  about: { readonly email: string; readonly name: string },
): 'repeated' | 'run' | 'common' | 'personal' | undefined {
  const lower = password.toLowerCase()
  if (new Set(lower).size < 5 || /^(.{1,4})\1+.{0,3}$/.test(lower)) return 'repeated'
  const letters = lower.replaceAll(/[^a-z0-9]/g, '')
  if (RUNS.some((run) => longestShared(letters, run) >= 8 || longestShared(letters, [...run].reverse().join('')) >= 8)) return 'run'
  const words = lower.split(/[^\p{L}]+/u).filter((word) => word !== '')
  const core = words.join('')
  const spelled = core.replaceAll('0', 'o')
  if (words.every((word) => STEMS.has(word)) || STEMS.has(core) || STEMS.has(spelled) || STEMS.has(letters.replaceAll(/\d+$/g, '')))
    return 'common'
  if (core.length < 4) return 'common'
  const own = [about.email.split('@')[0] ?? '', ...about.name.split(/\s+/)].map((part) => part.toLowerCase().replaceAll(/[^\p{L}]/gu, ''))
  const rest = own.filter((part) => part.length > 2).reduce((left, part) => left.replaceAll(part, ''), core)
  return rest.length < 4 ? 'personal' : undefined
}

/** Length of the longest piece of `text` that also stands in `run`. */
function longestShared(text: string, run: string): number {
  let longest = 0
  for (let start = 0; start < text.length; start += 1) {
    while (start + longest < text.length && run.includes(text.slice(start, start + longest + 1))) longest += 1
  }
  return longest
}
