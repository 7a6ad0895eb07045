import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused, isUndecided, type Refused } from '../../api/refused.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { announceNow } from '../../pieces/live-region.tsx'
import { lotAmount } from '../../pieces/lot-units.ts'
import { materialTone } from '../../pieces/material-tone.ts'
import { rememberAct, takeAct } from '../../session/pending-act.ts'
import { usePerson } from '../../session/use-person.ts'
import type { Lot } from './lot-data.ts'
import { useJoinQueue } from './wishes-data.ts'

interface Asked {
  /** Base units. */
  readonly qty: number
  readonly minQty: number
}

/**
 * Stands in the queue of a lot. One key for one intention, kept through retries; somebody who is not signed in comes back
 * here and it is done then.
 */
export function useQueueControl(lot: Lot) {
  const { t } = useTranslation('materials')
  const person = usePerson()
  const navigate = useNavigate()
  const here = useLocation({ select: ({ href }) => href })
  const { mutateAsync, isPending } = useJoinQueue()
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  const [joined, setJoined] = useState<string | undefined>(undefined)
  const intention = useRef<{ readonly said: string; readonly key: string }>({ said: '', key: '' })

  const signIn = useCallback(
    ({ qty, minQty }: Asked, idempotencyKey: string) => {
      const { drawing } = lot.family
      const title = `${lot.designation}, ${lotAmount(qty, lot, currentLocale())}`
      rememberAct({
        kind: 'wait-for-lot',
        returnTo: here,
        idempotencyKey,
        values: { lotId: lot.lotId, qty, minQty },
        shown: { title, drawingKind: 'materials', drawing, tone: materialTone(drawing) },
      })
      void navigate({ to: '/connexion', search: { retour: here } })
    },
    [here, navigate, lot],
  )

  const send = useCallback(
    async (asked: Asked, idempotencyKey: string) => {
      try {
        const wish = await mutateAsync({ lotId: lot.lotId, ...asked, idempotencyKey })
        setRefusal(undefined)
        setJoined(wish.wishId)
        announceNow(wish.rank === null ? t('queue.turn', { name: lot.designation }) : t('queue.joined', { rank: wish.rank }))
      } catch (error) {
        if (!isRefused(error)) throw error
        if (error.problem.code === 'unauthenticated') return signIn(asked, idempotencyKey)
        // A refusal is the answer to this key; only what nobody decided is sent again with it.
        if (!isUndecided(error)) intention.current = { said: '', key: '' }
        setRefusal(error)
      }
    },
    [mutateAsync, lot, t, signIn],
  )

  const join = (asked: Asked) => {
    const said = JSON.stringify(asked)
    if (intention.current.said !== said) intention.current = { said, key: crypto.randomUUID() }
    if (person === undefined) signIn(asked, intention.current.key)
    else void send(asked, intention.current.key)
  }

  useEffect(() => {
    if (person === undefined) return
    const act = takeAct('wait-for-lot')
    const { lotId, qty, minQty } = act?.values ?? {}
    if (act === undefined || lotId !== lot.lotId || typeof qty !== 'number' || typeof minQty !== 'number') return
    void send({ qty, minQty }, act.idempotencyKey)
  }, [person, lot.lotId, send])

  return { join, working: isPending, refusal, forgetRefusal: () => setRefusal(undefined), joined }
}

export type QueueControl = ReturnType<typeof useQueueControl>
