import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefused, isUndecided, type Refused } from '../../api/refused.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { announceNow } from '../../pieces/live-region.tsx'
import type { LotStock } from '../../pieces/lot-stock.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { materialTone } from '../../pieces/material-tone.ts'
import { rememberAct, takeAct } from '../../session/pending-act.ts'
import { usePerson } from '../../session/use-person.ts'
import { useTakeHold } from './holds-data.ts'
import type { Lot } from './lot-data.ts'

/**
 * Takes a hold of a lot. The key is made when the panel opens and kept through retries of the same quantity; another
 * quantity is another intention. Somebody who is not signed in comes back here and it is done then.
 */
export function useHoldControl(lot: Lot, stock: LotStock) {
  const { t } = useTranslation('materials')
  const person = usePerson()
  const navigate = useNavigate()
  const here = useLocation({ select: ({ href }) => href })
  const { mutateAsync, isPending } = useTakeHold()
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  const refusedAt = useRef(0)
  const [taken, setTaken] = useState<string | undefined>(undefined)
  const intention = useRef<{ qty: number | undefined; key: string }>({ qty: undefined, key: crypto.randomUUID() })

  const queries = useQueryClient()
  const version = useRef(stock.version)
  useEffect(() => {
    version.current = stock.version
    // Something came back since: the refusal says nothing true any more.
    const left = refusal?.problem.code === 'insufficient-stock' ? refusal.problem['available'] : undefined
    if (typeof left === 'number' && stock.version > refusedAt.current && stock.available > left) setRefusal(undefined)
  }, [stock.version, stock.available, refusal])

  const signIn = useCallback(
    (qty: number, idempotencyKey: string) => {
      const { drawing } = lot.family
      const title = `${lot.designation}, ${lotAmount(qty, lot, currentLocale())}`
      rememberAct({
        kind: 'hold-lot',
        returnTo: here,
        idempotencyKey,
        values: { lotId: lot.lotId, qty },
        shown: { title, drawingKind: 'materials', drawing, tone: materialTone(drawing) },
      })
      void navigate({ to: '/connexion', search: { retour: here } })
    },
    [here, navigate, lot],
  )

  const send = useCallback(
    async (qty: number, idempotencyKey: string) => {
      const another = () => {
        intention.current = { qty: undefined, key: crypto.randomUUID() }
      }
      try {
        const hold = await mutateAsync({ lotId: lot.lotId, qty, idempotencyKey })
        another()
        setRefusal(undefined)
        setTaken(hold.holdId)
        announceNow(t('hold.done', { amount: lotAmount(hold.qty, lot, currentLocale()), name: lot.designation }))
      } catch (error) {
        if (!isRefused(error)) throw error
        if (error.problem.code === 'unauthenticated') return signIn(qty, idempotencyKey)
        // A refusal is the answer to this key; only what nobody decided is sent again with it.
        if (!isUndecided(error)) another()
        refusedAt.current = version.current
        setRefusal(error)
        if (error.problem.code === 'insufficient-stock') void queries.invalidateQueries({ queryKey: ['lot', lot.code] })
      }
    },
    [mutateAsync, lot, t, signIn, queries],
  )

  const take = (qty: number) => {
    const { qty: before, key } = intention.current
    intention.current = { qty, key: before === undefined || before === qty ? key : crypto.randomUUID() }
    if (person === undefined) signIn(qty, intention.current.key)
    else void send(qty, intention.current.key)
  }

  useEffect(() => {
    if (person === undefined) return
    const act = takeAct('hold-lot')
    if (act === undefined || act.values['lotId'] !== lot.lotId || typeof act.values['qty'] !== 'number') return
    void send(act.values['qty'], act.idempotencyKey)
  }, [person, lot.lotId, send])

  return { take, working: isPending, refusal, forgetRefusal: () => setRefusal(undefined), taken }
}

export type HoldControl = ReturnType<typeof useHoldControl>
