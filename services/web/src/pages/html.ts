/** HTML that is already safe: made by `html` from literals of ours and escaped values. */
export interface Html {
  readonly markup: string
}

export type Piece = Html | string | number | undefined | null | false | readonly Piece[]

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function markupOf(piece: Piece): string {
  if (piece === undefined || piece === null || piece === false) return ''
  if (typeof piece === 'string' || typeof piece === 'number') return String(piece).replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign)
  // `Array.isArray` does not narrow readonly arrays; nothing else without `markup` is left.
  return 'markup' in piece ? piece.markup : (piece as readonly Piece[]).map(markupOf).join('')
}

/** Every value is escaped, unless it was made by `html` itself: a name with a script in it stays text. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { markup: literals.reduce((markup, literal, at) => markup + markupOf(pieces[at - 1]) + literal) }
}

/** Files of our own repository, such as drawings; never anything that a person typed. */
export function ownMarkup(markup: string): Html {
  return { markup }
}

/** JSON inside a `<script>`: no `<` may end the element early, no line separator may break a parser. */
export function jsonScript(type: string, value: unknown, id?: string): Html {
  const json = JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
  return { markup: `<script type="${type}"${id === undefined ? '' : ` id="${id}"`}>${json}</script>` }
}
