/**
 * Preloaded into every process that the launcher starts: when the launcher is gone, however it went, the process stops in
 * order, or by force when that takes too long. Plain JavaScript for the reason that infra/start.mjs gives.
 */
/** As long as the launcher would wait, in milliseconds. */
const STOP_MS = 20_000

process.on('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
