/** Where a service's database lies, and how to speak of it without its password. */
export interface Address {
  /** With the defaults below where the given address has no word of its own. */
  readonly uri: string
  /** `filature_market`, or `<prefix>_market` for an address that ends in `/<prefix>`. */
  readonly database: string
  /** For messages: database and hosts, no user, no password. */
  readonly place: string
  /** How long an answer is waited for, in milliseconds. */
  readonly answerMs: number
}

/** Our own option among the driver's: somebody waits for every answer, 5 s at most. */
const ANSWER = 'answertimeoutms'
const ANSWER_MS = 4_500

/**
 * What an address may set for itself, in milliseconds. A caller waits 5 s at most, so finding no server has to take less;
 * a server that is back is found within a heartbeat. `answerTimeoutMS` (4500) is ours: how long an answer is waited for at all.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  serverSelectionTimeoutMS: '4000',
  connectTimeoutMS: '4000',
  waitQueueTimeoutMS: '4000',
  socketTimeoutMS: '20000',
  wtimeoutMS: '10000',
  heartbeatFrequencyMS: '2000',
  appName: 'filature',
}

/** Options of an address that are not followed: what counts as written, and where it is read, is not a matter of addresses. */
const OURS = new Set(['w', 'journal', 'j', 'readpreference', 'readconcernlevel'])

const URI = /^(?<scheme>mongodb(?:\+srv)?:\/\/)(?<user>[^@/?]*@)?(?<hosts>[^@/?]+)(?:\/(?<path>[^?]*))?(?:\?(?<options>.*))?$/s
const PREFIX = /^[A-Za-z][A-Za-z0-9_-]{0,29}$/

/** @throws TypeError for an address that is none; the message does not repeat it, for it may hold a password. */
export function addressOf(uri: string, service: string): Address {
  const parts = URI.exec(uri.trim())?.groups
  if (parts === undefined) {
    throw new TypeError('MONGODB_URI must look like mongodb://host:27017 or mongodb://user:password@host1,host2/?replicaSet=name')
  }
  const { scheme = '', user = '', hosts = '', path = '', options = '' } = parts
  if (path !== '' && !PREFIX.test(path)) {
    throw new TypeError(
      'MONGODB_URI: what follows the hosts becomes the first part of the database names: begin with a letter, then letters, digits, "_" or "-", at most 30',
    )
  }
  const asked = options.split('&').filter((option) => option !== '' && !OURS.has(nameOf(option)))
  const kept = asked.filter((option) => nameOf(option) !== ANSWER)
  const given = new Set(kept.map(nameOf))
  const defaults = Object.entries(DEFAULTS)
  // The driver would look for the user in the database of the path, which here is only a prefix.
  if (user !== '') defaults.push(['authSource', 'admin'])
  const added = defaults.filter(([name]) => !given.has(name.toLowerCase())).map(([name, value]) => `${name}=${value}`)
  const query = [...kept, ...added].join('&')
  const database = `${path === '' ? 'filature' : path}_${service}`
  return {
    uri: `${scheme}${user}${hosts}/?${query}`,
    database,
    place: `the database ${database} on ${hosts}`,
    answerMs: answerMsFrom(asked.find((option) => nameOf(option) === ANSWER)),
  }
}

function answerMsFrom(option: string | undefined): number {
  if (option === undefined) return ANSWER_MS
  const ms = Number(option.split('=')[1])
  if (!Number.isInteger(ms) || ms < 1) throw new TypeError('MONGODB_URI: answerTimeoutMS is a whole number of milliseconds above 0')
  return ms
}

const nameOf = (option: string): string => option.split('=')[0]?.toLowerCase() ?? ''
