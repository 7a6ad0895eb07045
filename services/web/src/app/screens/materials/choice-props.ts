import type { Filters } from './search-filters.ts'

/** What every choice of the sentence is given. */
export interface ChoiceProps {
  readonly open: boolean
  readonly filters: Filters
  readonly onChange: (next: Filters) => void
  readonly onClose: () => void
  /** Words of the button that goes to the list: how many lots there are. */
  readonly done: string
}
