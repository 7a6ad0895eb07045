import { useTranslation } from 'react-i18next'
import type { Refused } from './refused.ts'

/** Words for a no: those of the server, which are in the reader's language; ours when it could not be asked. */
export function useRefusalText(): (refused: Refused) => string {
  const { t } = useTranslation('refusals')
  return ({ problem: { code, detail } }) => {
    if (detail !== '') return detail
    if (code === 'offline') return t('offline')
    return code === 'unavailable' ? t('unavailable') : t('unknown')
  }
}
