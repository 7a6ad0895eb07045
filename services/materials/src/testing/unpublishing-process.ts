import { LogUnavailable } from '@filature/event-log/port'
import { openLibrary } from './library.ts'

/**
 * Run as a process of its own, forked with the folder and a lot: a library that can decide everything and publish nothing.
 * It places one hold, sends the answer, and waits to be killed.
 */
const [dataDir = '', lotId = ''] = process.argv.slice(2)
const library = await openLibrary({
  dataDir,
  log: (log) => ({ ...log, append: () => Promise.reject(new LogUnavailable('this log takes nothing')) }),
})
const { status, body } = await library.member('mbr_a').post(`/lots/${lotId}/hold`, { qty: 3 }, { key: 'held-before-the-crash' })
process.send?.({ status, body })
