import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { isRefused, type Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Notice, Refusal } from '../../pieces/refusal.tsx'
import { signedIn } from '../../session/token.ts'
import { useArrival } from './use-arrival.ts'

/** A link works once; a screen that is drawn anew, for whoever has just come by it, would use it twice. */
let handedBack: string | undefined

/**
 * The link of a mail, handed back once: what opens links only to look at them signs nobody in. Whoever is new is asked for a
 * name next; the link is out of the address then, so that a page fetched again goes on there.
 */
export function LinkArrival({ token }: { readonly token: string }) {
  const { t } = useTranslation('sign-in')
  const say = useRefusalText()
  const arrive = useArrival()
  const navigate = useNavigate()
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  useEffect(() => {
    if (handedBack === token) return
    handedBack = token
    identity('POST /magic-links/redeem', { body: { token } }).then(
      (arrived) => {
        if (!arrived.newMember) return arrive(arrived)
        signedIn(arrived)
        return navigate({
          to: '/connexion',
          search: ({ retour, returnTo }) => ({ retour, returnTo, etape: 'nom' as const }),
          replace: true,
        })
      },
      (error: unknown) => {
        if (!isRefused(error)) throw error
        setRefusal(error)
      },
    )
  }, [token, arrive, navigate])
  if (refusal !== undefined) return <Refusal title={say(refusal)} />
  return (
    <Notice kind="info" icon="door-enter" title={t('link.entering')}>
      {t('link.moment')}
    </Notice>
  )
}
