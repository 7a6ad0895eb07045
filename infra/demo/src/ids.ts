import { derivedId } from '@filature/kernel/ids'

/** The id of what a row of a demo file becomes: the same at every load. `prefix` has its underscore. */
export function demoId(prefix: string, file: string, rowId: string): string {
  return derivedId(prefix, file, rowId)
}
