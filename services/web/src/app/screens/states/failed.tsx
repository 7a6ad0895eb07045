import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Stopped } from '../../pieces/refusal.tsx'

/** What failed, what is safe, and the way on. Also for a part of a page: the rest stays. */
export function Failed({ error, reset }: { readonly error: unknown; readonly reset?: () => void }) {
  const { t } = useTranslation()
  const say = useRefusalText()
  const router = useRouter()
  const traceId = isRefused(error) ? error.problem.traceId : undefined
  return (
    <Stopped
      title={isRefused(error) ? say(error) : t('state.failed')}
      out={
        <button
          className="button secondary compact"
          type="button"
          onClick={() => {
            reset?.()
            void router.invalidate()
          }}
        >
          <Icon name="refresh" />
          {t('act.retry')}
        </button>
      }
    >
      {traceId !== undefined && t('state.trace', { trace: traceId.slice(0, 8) })}
    </Stopped>
  )
}
