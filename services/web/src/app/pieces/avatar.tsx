import type { Tone } from './drawing.tsx'

export function Avatar({ name, tone = 'clain' }: { readonly name: string; readonly tone?: Tone }) {
  const initials = name
    .split(/[\s-]+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
  return (
    <span className={`avatar tone-${tone}`} aria-hidden="true">
      {initials}
    </span>
  )
}
