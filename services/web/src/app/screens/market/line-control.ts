import { notifyManager } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { isRefused, type Refused } from '../../api/refused.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { rememberAct } from '../../session/pending-act.ts'
import { usePerson } from '../../session/use-person.ts'
import { toBase } from '../../words/numbers.ts'
import { lookOf } from './looks.ts'
import { type Offer, type OrderLine, useSetLine } from './session-data.ts'
import { amount } from './units.ts'

/** So much of what was typed is repeated, in characters. */
const MOST_REPEATED = 24

/** A no of the server, and the base units that were asked for. */
export interface LineNo {
  readonly refused: Refused
  readonly asked: number
}

/**
 * What the keys of one product do. Taps while an answer is under way gather into one next wish, so that five quick taps
 * are two requests; what is shown is what was asked for, until the server says otherwise.
 */
export function useLineControl(sessionId: string, offer: Offer, line: OrderLine | undefined) {
  const setLine = useSetLine(sessionId)
  const person = usePerson()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<number | undefined>(undefined)
  const [refusal, setRefusal] = useState<LineNo | undefined>(undefined)
  const [unread, setUnread] = useState<string | undefined>(undefined)
  const wanted = useRef<number | undefined>(undefined)
  const sending = useRef(false)
  const adult = useRef(false)
  const held = line === undefined || line.claim === 'released' ? 0 : line.qtyB
  const shown = asked ?? held

  const send = useCallback(async () => {
    if (sending.current) return
    sending.current = true
    try {
      while (wanted.current !== undefined) {
        const qtyB = wanted.current
        wanted.current = undefined
        try {
          await setLine.mutateAsync({ offerId: offer.id, qtyB, idempotencyKey: crypto.randomUUID(), ...(adult.current && { adult: true }) })
          setRefusal(undefined)
        } catch (error) {
          wanted.current = undefined
          if (!isRefused(error)) throw error
          setRefusal({ refused: error, asked: qtyB })
        }
      }
    } finally {
      sending.current = false
      // After the screen has heard of the line that was answered, or the quantity of before would flash up.
      notifyManager.schedule(() => {
        if (!sending.current) setAsked(undefined)
      })
    }
  }, [setLine, offer.id])

  const set = useCallback(
    (qtyB: number) => {
      const clamped = Math.max(0, qtyB)
      setUnread(undefined)
      if (person === undefined) {
        const returnTo = `/marche/${sessionId}${location.search}`
        const { drawing, tone } = lookOf(offer.image, offer.category)
        rememberAct({
          kind: 'set-line',
          returnTo,
          idempotencyKey: crypto.randomUUID(),
          values: { offerId: offer.id, qtyB: clamped },
          shown: { title: `${offer.name}, ${amount(clamped, offer, currentLocale())}`, drawingKind: 'produce', drawing, tone },
        })
        void navigate({ to: '/connexion', search: { retour: returnTo } })
        return
      }
      wanted.current = clamped
      setAsked(clamped)
      void send()
    },
    [person, navigate, send, offer, sessionId],
  )

  return {
    shown,
    refusal,
    /** What was typed and is no quantity. */
    unread,
    forgetRefusal: () => setRefusal(undefined),
    set,
    add: () => set(Math.max(offer.minB, offer.stepB)),
    step: (direction: -1 | 1) => {
      const next = shown + direction * offer.stepB
      set(direction < 0 && next < offer.minB ? 0 : Math.max(next, direction > 0 ? offer.minB : 0))
    },
    typed: (text: string) => {
      const base = toBase(text, offer.baseUnit)
      // A field that was emptied asks for nothing: it shows again what one has.
      if (base === undefined) setUnread(text.trim().slice(0, MOST_REPEATED) || undefined)
      else set(base)
    },
    declareAdult: () => {
      adult.current = true
    },
  }
}

export type LineControl = ReturnType<typeof useLineControl>
