import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

/**
 * 44 px keys, the value between them never moves. Keys move by one step; typing is taken on Enter or when the field is
 * left. Arrow keys do what the buttons do.
 */
export function Stepper({
  name,
  text,
  stepText,
  onStep,
  onTyped,
  held = false,
  wide = false,
  stale = false,
  least = false,
  most = false,
}: {
  /** The thing, for the names of the keys. */
  readonly name: string
  /** The value as shown: `1 kg`, `3`. */
  readonly text: string
  readonly stepText: string
  readonly onStep: (direction: -1 | 1) => void
  readonly onTyped: (text: string) => void
  readonly held?: boolean
  readonly wide?: boolean
  readonly stale?: boolean
  readonly least?: boolean
  readonly most?: boolean
}) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(text)
  useEffect(() => setDraft(text), [text])
  const commit = () => {
    if (draft !== text) onTyped(draft)
    setDraft(text)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce itself at every key
    <div className={`stepper ${held ? 'is-held' : ''} ${wide ? 'wide' : ''} ${stale ? 'is-stale' : ''}`} role="group" aria-label={name}>
      <button type="button" aria-label={t('stepper.less', { step: stepText, name })} onClick={() => onStep(-1)} disabled={least}>
        <Icon name="minus" />
      </button>
      <input
        inputMode="decimal"
        aria-label={t('stepper.value', { name })}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            commit()
          } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault()
            onStep(event.key === 'ArrowUp' ? 1 : -1)
          }
        }}
      />
      <button type="button" aria-label={t('stepper.more', { step: stepText, name })} onClick={() => onStep(1)} disabled={most}>
        <Icon name="plus" />
      </button>
    </div>
  )
}
