const FILES = import.meta.glob<string>('../icons/*.svg', { query: '?raw', import: 'default', eager: true })

/** Inner drawing of each Tabler outline, without the outer element. */
const INNER = Object.fromEntries(
  Object.entries(FILES).map(([file, svg]) => [
    file.replace(/^.*\/|\.svg$/g, ''),
    svg.replace(/<svg[\s\S]*?>|<\/svg>|<path stroke="none"[^>]*>|\n\s*/g, ''),
  ]),
)

/** Always beside a word, or inside something that carries a name. */
export function Icon({ name, className = '' }: { readonly name: string; readonly className?: string }) {
  // Our own files, read at build time: nothing a person typed reaches this.
  return (
    <svg
      className={`icon ${className}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: constant markup from src/app/icons
      dangerouslySetInnerHTML={{ __html: INNER[name] ?? '' }}
    />
  )
}
