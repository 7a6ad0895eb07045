import { Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../pieces/empty.tsx'
import { usePerson } from '../../session/use-person.ts'
import { useUnread } from '../../shell/unread.ts'
import { useTitle } from '../../shell/use-title.ts'
import { Failed } from '../states/failed.tsx'
import { useInbox, useMarkRead } from './me-data.ts'
import { MessageRow } from './message-row.tsx'

const PER_PAGE = 24

export function Messages() {
  const { t } = useTranslation(['me', 'common'])
  const person = usePerson()
  const inbox = useInbox(PER_PAGE)
  const unread = useUnread()
  const { all } = useMarkRead()
  useTitle(t('messages.title'))
  if (person === undefined) return <Navigate to="/connexion" search={{ retour: '/moi/messages' }} replace />
  if (inbox.error !== null) return <Failed error={inbox.error} reset={() => void inbox.refetch()} />
  const messages = inbox.data?.pages.flatMap(({ items }) => items)
  return (
    <div className="stack-24 reading">
      <div className="messages-head">
        <h1>{t('messages.title')}</h1>
        {unread > 0 && (
          <button className="more" type="button" disabled={all.isPending} onClick={() => all.mutate()}>
            {t('messages.readAll')}
          </button>
        )}
      </div>
      {messages?.length === 0 && <Empty scene="empty-inbox" title={t('messages.none')} />}
      <ul className="rows">
        {messages?.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </ul>
      {inbox.hasNextPage && (
        <button className="button secondary" type="button" disabled={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
          {inbox.isFetchingNextPage ? t('common:act.working') : t('messages.older')}
        </button>
      )}
    </div>
  )
}
