export const THEMES = ['system', 'light', 'dark', 'outdoor'] as const
export type Theme = (typeof THEMES)[number]

const STORED = 'filature.theme'

/** The theme chosen in this browser; the system's own until somebody chooses. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORED)
    return THEMES.find((theme) => theme === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Also in a cookie, so that the server's page has the right ground before any script runs. */
export function rememberTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORED, theme)
  } catch {
    // The cookie below may still be kept.
  }
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`
}

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
