import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Words to look for; the stall follows while one types. What is typed stands at once, the address comes after. */
export function SearchField({
  text,
  onChange,
  onDone,
}: {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onDone: () => void
}) {
  const { t } = useTranslation('market')
  const [typed, setTyped] = useState(text)
  return (
    <form
      className="sheet-in field"
      onSubmit={(event) => {
        event.preventDefault()
        onDone()
      }}
    >
      <label htmlFor="market-search">{t('filter.searchLabel')}</label>
      <input
        id="market-search"
        data-first
        type="search"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          onChange(event.target.value)
        }}
      />
    </form>
  )
}
