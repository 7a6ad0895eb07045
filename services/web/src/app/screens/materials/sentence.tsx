import { Fragment, type ReactNode } from 'react'

/** A text with marks such as `<town/>`, each filled with a piece of the page. */
export function Sentence({ text, blanks }: { readonly text: string; readonly blanks: Readonly<Record<string, ReactNode>> }) {
  return text.split(/<(\w+)\/>/).map((part, at) => {
    // Every second part is the name of a mark.
    const filled = at % 2 === 1 ? blanks[part] : part
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places
    return <Fragment key={at}>{filled}</Fragment>
  })
}
