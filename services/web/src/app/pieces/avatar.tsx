import type { Tone } from './drawing.tsx'

export function Avatar({ name, tone = 'clain' }: { readonly name: string; readonly tone?: Tone }) {
  const initials = name
    .split(/[\s-]+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
  // Drawn by the style sheet: a picture of somebody, no words that the name of a link would have to repeat (WCAG 2.5.3).
  return <span className={`avatar tone-${tone}`} data-initials={initials} aria-hidden="true" />
}
