import drawn from '../art/mark.svg?raw'
import { innerOf } from './svg-text.ts'

const INNER = innerOf(drawn)

/** The saw-tooth roofs over the two plies: mill and river. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 36 36"
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing, read at build time
      dangerouslySetInnerHTML={{ __html: INNER }}
    />
  )
}
