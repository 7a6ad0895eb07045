import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rememberTheme, showTheme, storedTheme, THEMES } from './theme.ts'

/** System, light, dark, or full sun for the yard; at once and for this browser. */
export function ThemeChoice() {
  const { t } = useTranslation()
  const [theme, setTheme] = useState(storedTheme)
  return (
    <fieldset className="choices">
      <legend className="strong">{t('theme.title')}</legend>
      {THEMES.map((one) => (
        <label key={one} className="choice">
          <input
            type="radio"
            name="theme"
            checked={theme === one}
            onChange={() => {
              rememberTheme(one)
              showTheme(one)
              setTheme(one)
            }}
          />
          <span>{t(`theme.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
