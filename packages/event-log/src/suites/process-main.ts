import type { EventLog, Subscription } from '../port.ts'
import type { Order, Report } from './messages.ts'

/** A process of its own that opens the log under test and does what the test orders. Started by `other-process.ts`. */

const [module = '', exported = '', argument = 'null'] = process.argv.slice(2)
/** Resolves once it is on its way, so that what was reported is known even if the process dies the next moment. */
const report = (what: Report) => new Promise<void>((resolve) => process.send?.(what, () => resolve()))

async function open(): Promise<EventLog> {
  // The harness names a module and its function that takes the argument and opens an EventLog.
  const opener = (await import(module)) as Readonly<Record<string, (argument: unknown) => Promise<EventLog>>>
  const opened = opener[exported]?.(JSON.parse(argument))
  if (opened === undefined) throw new Error(`${module} exports no function ${exported}`)
  return opened
}

const log = await open()
let subscription: Subscription | undefined
let letGo: (() => void)[] = []

async function obey(order: Order): Promise<void> {
  switch (order.does) {
    case 'define':
      await log.define(order.topics)
      await report({ says: 'defined' })
      return
    case 'append':
      await log.append(order.records)
      await report({ says: 'appended' })
      return
    case 'subscribe':
      subscription = log.subscribe(order.options, async (records) => {
        await report({ says: 'batch', records })
        if (order.holds) await new Promise<void>((resolve) => letGo.push(resolve))
      })
      await subscription.ready
      await report({ says: 'ready' })
      return
    case 'letGo':
      for (const resolve of letGo) resolve()
      letGo = []
      return
    case 'stop':
      await subscription?.stop()
      await log.close()
      await report({ says: 'stopped' })
      process.disconnect?.()
  }
}

// Only `other-process.ts` sends messages here, and only orders.
process.on('message', (order) => {
  obey(order as Order).catch((error: unknown) => report({ says: 'failed', message: String(error) }))
})
// Never left behind, however the test ends.
process.on('disconnect', () => process.exit())
await report({ says: 'open' })
