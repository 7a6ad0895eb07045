import { connect, createServer, type Socket } from 'node:net'
import { API, framesOf, refusalOf } from './frames-under-test.ts'

/** A network between clients and one broker, which loses, delays or says what a test asks it to. */
export interface NetworkUnderTest {
  readonly port: number
  /** The broker gets the next append, and the connection breaks before the answer. Resolves when that has happened. */
  loseNextAnswer(): Promise<void>
  /**
   * The next append does not arrive. Resolves with a function that lets it arrive after all, even when the client has hung up
   * meanwhile, and itself resolves when the broker has dealt with it.
   */
  holdNextAppend(): Promise<() => Promise<void>>
  /** The next request of this kind does not arrive. Resolves, once it was sent, with a function that lets it arrive. */
  hold(api: keyof typeof API): Promise<() => void>
  /** Breaks all connections, and lets no new ones be made. */
  cut(): void
  /** Connections stay open and can be made, and nothing that is sent on them arrives, not even after `mend`. */
  swallow(): void
  /** New connections work again, and those that were not broken. */
  mend(): void
  /** The next requests of these kinds, so many of each, are answered with the error code and do not reach the broker. */
  answerInstead(apis: readonly (keyof typeof API)[], code: number, times: number): void
  close(): Promise<void>
}

/** What is to happen to the next append: it is given the request, and both ends of its connection. */
type Plan = (append: Buffer, client: Socket, broker: Socket) => void

/** `portOf` tells where the broker is, once it has started. */
export async function startNetwork(portOf: () => number): Promise<NetworkUnderTest> {
  const sockets = new Set<Socket>()
  const instead = new Map<number, { readonly code: number; left: number }>()
  const held = new Map<number, ((release: () => void) => void)[]>()
  let state: 'sound' | 'cut' | 'swallowing' = 'sound'
  let plan: Plan | undefined

  function swallowed(socket: Socket): void {
    socket.removeAllListeners('data')
    socket.on('data', () => {})
  }

  function pass(request: Buffer, client: Socket, broker: Socket): void {
    const api = request.readInt16BE(4)
    const told = instead.get(api)
    const hold = held.get(api)?.shift()
    if (hold !== undefined) hold(() => broker.write(request))
    else if (told !== undefined && told.left > 0) {
      told.left -= 1
      client.write(refusalOf(request, told.code))
    } else if (api === API.Produce && plan !== undefined) {
      const planned = plan
      plan = undefined
      planned(request, client, broker)
    } else broker.write(request)
  }

  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => {})
    client.on('close', () => sockets.delete(client))
    if (state === 'cut') return void client.destroy()
    if (state === 'swallowing') return swallowed(client)
    const broker = connect({ port: portOf(), host: '127.0.0.1' })
    sockets.add(broker)
    broker.on('error', () => {})
    broker.on('close', () => sockets.delete(broker))
    // A plan keeps the broker's end when the client hangs up.
    client.on('close', () => {
      if (broker.listenerCount('data') > 0) broker.destroy()
    })
    broker.on('close', () => client.destroy())
    broker.on('data', (piece: Buffer) => client.write(piece))
    client.on(
      'data',
      framesOf((request) => pass(request, client, broker)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the network has no port')

  return {
    port: address.port,
    loseNextAnswer: () =>
      new Promise((resolve) => {
        plan = (append, client, broker) => {
          broker.removeAllListeners('data')
          broker.once('data', () => {
            client.destroy()
            broker.destroy()
            resolve()
          })
          broker.write(append)
        }
      }),
    holdNextAppend: () =>
      new Promise((resolve) => {
        plan = (append, _, broker) => {
          broker.removeAllListeners('data')
          const release = () =>
            new Promise<void>((dealtWith) => {
              broker.once('data', () => {
                broker.destroy()
                dealtWith()
              })
              broker.write(append)
            })
          resolve(release)
        }
      }),
    hold: (api) =>
      new Promise((resolve) => {
        held.set(API[api], [...(held.get(API[api]) ?? []), resolve])
      }),
    cut() {
      state = 'cut'
      for (const socket of sockets) socket.destroy()
    },
    swallow() {
      state = 'swallowing'
      for (const socket of sockets) swallowed(socket)
    },
    mend() {
      state = 'sound'
    },
    answerInstead(apis, code, times) {
      for (const api of apis) instead.set(API[api], { code, left: times })
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
