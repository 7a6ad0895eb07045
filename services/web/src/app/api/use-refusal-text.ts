import { useTranslation } from 'react-i18next'
import type { Refused } from './refused.ts'

/**
 * Words for a no: those of the server, which are in the reader's language; ours when it could not be asked. `offline` says
 * what is safe on this screen, where that is more than "nothing has changed".
 */
export function useRefusalText(): (refused: Refused, offline?: string) => string {
  const { t } = useTranslation('refusals')
  return ({ problem: { code, detail } }, offline) => {
    if (detail !== '') return detail
    if (code === 'offline') return offline ?? t('offline')
    if (code === 'person-left') return t('personLeft')
    return code === 'unavailable' ? t('unavailable') : t('unknown')
  }
}
