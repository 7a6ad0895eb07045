import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { useAsking } from '../../api/use-asking.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Avatar } from '../../pieces/avatar.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import type { Tone } from '../../pieces/tone.ts'
import { useDemoAccounts } from '../../shell/demo-banner.tsx'
import { useArrival } from './use-arrival.ts'

const TONES: readonly Tone[] = ['clain', 'mousse', 'ocre', 'prune', 'brique', 'garance']
/** Letters that have a word of their own; see the table of rights. */
const ROLES = ['O', 'M', 'C', 'W', 'T', 'S', 'Q', 'F', 'A', 'N'] as const

const SHOWN_AT_FIRST = 4

interface Held {
  readonly letter: (typeof ROLES)[number]
  readonly at: string
}

/** The strongest role somebody has anywhere, or undefined for a member. */
function heldBy({
  roles,
}: {
  readonly roles: readonly { readonly roles: string; readonly organisation: { readonly name: string } }[]
}): Held | undefined {
  const found = roles.flatMap(({ roles: letters, organisation }) => {
    const letter = ROLES.find((one) => letters.includes(one))
    return letter === undefined ? [] : [{ letter, at: organisation.name }]
  })
  return found[0]
}

/** One of each kind first, members leading: so that a few entries show what can be tried. */
function differentFirst<Account extends { readonly held: Held | undefined }>(accounts: readonly Account[]): readonly Account[] {
  const kinds = Map.groupBy(accounts, ({ held }) => held?.letter ?? '')
  const order = ['', 'C', 'W', 'O', ...kinds.keys()]
  const firsts = [...new Set(order)].flatMap((kind) => kinds.get(kind as Held['letter'])?.slice(0, 1) ?? [])
  return [...firsts, ...accounts.filter((account) => !firsts.includes(account))]
}

/** On demo data: any account in one click. */
export function DemoAccounts() {
  const { t } = useTranslation('sign-in')
  const say = useRefusalText()
  const { data } = useDemoAccounts()
  const arrive = useArrival()
  const [entering, setEntering] = useState<string | undefined>(undefined)
  const { ask, working, refusal } = useAsking()
  const [all, setAll] = useState(false)
  const accounts = useMemo(() => differentFirst((data ?? []).map((account) => ({ ...account, held: heldBy(account) }))), [data])
  if (data === undefined || data.length === 0) return null

  const enter = (memberId: string) => {
    if (working) return
    setEntering(memberId)
    void ask(async () => arrive(await identity('POST /demo-sign-in', { body: { memberId } })))
  }

  return (
    <section aria-labelledby="demo" className="stack-8">
      <h2 id="demo" className="strong demo-title">
        {t('demo.title')}
      </h2>
      {refusal !== undefined && <Refusal title={say(refusal)} />}
      <ul className="rows">
        {accounts.slice(0, all ? undefined : SHOWN_AT_FIRST).map(({ id, displayName, held, place }, at) => (
          <li key={id}>
            <button className="row person" type="button" aria-busy={working && entering === id} onClick={() => enter(id)}>
              <Avatar name={displayName} tone={TONES[at % TONES.length] ?? 'clain'} />
              <span>
                <span className="strong">{displayName}</span>
                <br />
                <span className="small soft">
                  {held === undefined ? t('role.member', { place: place ?? '' }) : `${t(`role.${held.letter}`)}, ${held.at}`}
                </span>
              </span>
              <Icon name="chevron-right" />
            </button>
          </li>
        ))}
      </ul>
      {!all && accounts.length > SHOWN_AT_FIRST && (
        <button className="button quiet" type="button" onClick={() => setAll(true)}>
          {t('demo.all', { count: accounts.length })}
        </button>
      )}
    </section>
  )
}
