/**
 * Preloaded into every process that the launcher starts: when the launcher is gone, however it went, the process stops in
 * order. Plain JavaScript for the reason that infra/start.mjs gives.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
