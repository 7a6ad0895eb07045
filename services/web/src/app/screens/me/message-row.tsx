import type { InboxMessage } from '@filature/contracts/notify/http'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { hour, shortDay } from '../../words/times.ts'
import { useMarkRead } from './me-data.ts'
import { civilDay } from './week.ts'

/** One message; opening it marks it read and leads to what it is about. */
export function MessageRow({ message }: { readonly message: InboxMessage }) {
  const { t } = useTranslation('me')
  const { one } = useMarkRead()
  const navigate = useNavigate()
  const locale = currentLocale()
  const today = civilDay(message.sentAt) === civilDay(serverNowMs())
  return (
    <li className={message.unread ? 'unread' : 'read'}>
      <a
        className="row no-pic"
        href={message.path ?? '/moi/messages'}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          if (message.unread) one.mutate(message.id)
          if (message.path !== undefined) void navigate({ href: message.path })
        }}
      >
        <div>
          <h3>
            {message.unread && <span className="sr">{t('messages.unread')} </span>}
            {message.title}
          </h3>
          <p className="small soft">{message.text}</p>
        </div>
        <p className="end small soft at">{today ? hour(message.sentAt, locale) : shortDay(message.sentAt, locale)}</p>
      </a>
    </li>
  )
}
