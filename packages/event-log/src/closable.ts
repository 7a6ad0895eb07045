import { type EventLog, LogUnavailable, type Subscription } from './port.ts'

/** A log that nobody has closed yet, as an adapter builds it. */
export interface OpenLog extends Omit<EventLog, 'close'> {
  /** Lets go of everything. Called once, after the last subscription has stopped. */
  release(): Promise<void>
}

/** Gives it an end: subscriptions stop, then it is released, and whoever asks later is refused. `name` stands in that message. */
export function closable(log: OpenLog, name: string): EventLog {
  const subscriptions = new Set<Subscription>()
  let closed: Promise<void> | undefined

  const refuseClosed = () => new LogUnavailable(`${name}: this event log has been closed`)

  async function whileOpen<T>(use: () => Promise<T>): Promise<T> {
    if (closed !== undefined) throw refuseClosed()
    return use()
  }

  async function close(): Promise<void> {
    const stopped = await Promise.allSettled([...subscriptions].map((subscription) => subscription.stop()))
    await log.release()
    for (const outcome of stopped) if (outcome.status === 'rejected') throw outcome.reason
  }

  return {
    define: (topics) => whileOpen(() => log.define(topics)),
    append: (records) => whileOpen(() => log.append(records)),
    lag: (group) => whileOpen(() => log.lag(group)),
    ping: () => whileOpen(() => log.ping()),
    subscribe(options, handler) {
      if (closed !== undefined) throw refuseClosed()
      const subscription = log.subscribe(options, handler)
      const stop = () => subscription.stop().finally(() => subscriptions.delete(tracked))
      const tracked = { ready: subscription.ready, stop }
      subscriptions.add(tracked)
      return tracked
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
