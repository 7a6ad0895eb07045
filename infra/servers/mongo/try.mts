import { startMongo } from './start.ts'
import { openStore } from '@filature/store/open'
import { LOTS } from '@filature/store/suites/harness'
import { writeOf } from '@filature/store/suites/samples'
const kind = process.argv[2] as 'secantus'
const server = await startMongo({ kind })
const store = await openStore({ service: 'suite', dataDir: 'x', mongodbUri: server.uri })
await store.define([LOTS])
await store.commit([writeOf('lot_1', 0)])
server.freeze()
const t = performance.now()
const log = (n: string) => [(v: unknown) => console.log(n, 'ok', v, Math.round(performance.now() - t)), (e: Error) => console.log(n, e.constructor.name, e.message, Math.round(performance.now() - t))] as const
await Promise.all([store.ping().then(...log('ping')), store.commit([writeOf('lot_1', 1, { version: 3 })]).then(...log('commit'))])
server.thaw()
for (let i = 0; i < 20; i++) { try { await store.ping(); break } catch (e) { console.log('ping', (e as Error).message) } }
console.log('back', Math.round(performance.now() - t))
console.log(await store.load('lot', ['lot_1']))
await store.close(); await server.stop()
