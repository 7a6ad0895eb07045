import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatewayEnvironment, gatewayTuning, SERVICES } from '@filature/gateway/settings'
import { identityServiceEnvironment } from '@filature/identity/settings'
import { liveEnvironment } from '@filature/live/settings'
import { marketEnvironment } from '@filature/market/settings'
import { materialsEnvironment } from '@filature/materials/settings'
import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { identityEnvironment } from '@filature/service-kit/identity-keys'
import { standaloneEnvironment, standaloneSettings } from '@filature/standalone/settings'
import { webEnvironment, webSourcesEnvironment } from '@filature/web/settings'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { type ComposeService, composeFile, interpolated } from './compose.ts'

const ROOT = join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** The file as Compose sees it: anchors resolved, what begins with `x-` left out. */
function compose() {
  const whole: unknown = parse(read('docker-compose.yml'), { merge: true })
  const given = z.record(z.string(), z.unknown()).parse(whole)
  return composeFile.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('x-'))))
}

const { services, volumes } = compose()
const ENV = { AUTH_SECRET: 'x'.repeat(44) }

/** What each container's process reads. */
const READS: Readonly<Record<string, readonly z.ZodObject[]>> = {
  demonstration: [
    commonEnvironment,
    identityServiceEnvironment,
    standaloneEnvironment,
    marketEnvironment,
    materialsEnvironment,
    liveEnvironment,
    webEnvironment,
    identityEnvironment,
  ],
  identity: [commonEnvironment, identityServiceEnvironment, identityEnvironment],
  market: [commonEnvironment, identityEnvironment, marketEnvironment],
  materials: [commonEnvironment, identityEnvironment, materialsEnvironment],
  notify: [commonEnvironment, identityEnvironment],
  live: [commonEnvironment, identityEnvironment, liveEnvironment],
  web: [commonEnvironment, identityEnvironment, webEnvironment, webSourcesEnvironment],
  gateway: [commonEnvironment, gatewayEnvironment, gatewayTuning],
}

const named = (name: string): ComposeService => {
  const found = services[name]
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
  return found
}

const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(named(name).environment ?? {}).map(([key, value]) => [key, interpolated(String(value), ENV)]))

describe('docker-compose.yml', () => {
  test('has every service of the repository, the gateway, the engines, and nothing else', () => {
    const ours = readdirSync(join(ROOT, 'services'))
    expect([...SERVICES].sort(), 'the gateway knows every service').toEqual(ours.toSorted())
    expect(Object.keys(services).sort()).toEqual([...ours, 'gateway', 'demonstration', 'kafka', 'mongo'].sort())
    for (const name of ours) expect(named(name).command?.at(-1)).toBe(`services/${name}/src/main.ts`)
  })

  test.for(Object.keys(READS))('runs a program for %s that exists, with variables that it reads and values that it takes', (name) => {
    const program = named(name).command?.at(-1) ?? ''
    for (const path of ['infra/start.mjs', program]) expect(existsSync(join(ROOT, path)), path).toBe(true)
    const schemas = READS[name] ?? []
    const known = new Set(schemas.flatMap((schema) => Object.keys(schema.shape)))
    const environment = environmentOf(name)
    expect(Object.keys(environment).filter((variable) => !known.has(variable))).toEqual([])
    for (const schema of schemas) expect(() => parseEnvironment(schema, environment)).not.toThrow()
  })

  test('gives the job that loads the demonstration all that it needs', () => {
    expect(standaloneSettings(environmentOf('demonstration')).demo).toBe(false)
    expect(standaloneSettings({ ...environmentOf('demonstration'), DEMO: 'on' }).demo).toBe(true)
  })

  test('asks for AUTH_SECRET in words that say what to do', () => {
    const given = String(named('identity').environment?.['AUTH_SECRET'])
    expect(() => interpolated(given, {})).toThrow(/AUTH_SECRET: write AUTH_SECRET=.* into the file \.env/)
  })

  test('names only addresses, volumes and conditions that there are', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(services), `${name} depends on`).toContain(other)
        if (condition === 'service_healthy') expect(isWatched(named(other)), `${other} has a healthcheck`).toBe(true)
        if (condition === 'service_completed_successfully') expect(named(other).restart, `${other} ends`).toBe('on-failure')
      }
      for (const volume of service.volumes ?? []) expect(Object.keys(volumes), `${name} mounts`).toContain(volume.split(':')[0])
      for (const [variable, value] of Object.entries(environmentOf(name))) {
        const { hostname, port } = (variable.endsWith('_URL') && !variable.startsWith('PUBLIC') ? URL.parse(value) : null) ?? {}
        if (hostname !== undefined) expect([Object.keys(services).includes(hostname), port], `${name}: ${variable}`).toEqual([true, '8080'])
      }
    }
    expect(environmentOf('market')['KAFKA_BROKERS']).toBe(environmentOf('kafka')['KAFKA_ADVERTISED_LISTENERS']?.replace('PLAINTEXT://', ''))
    expect(environmentOf('market')['MONGODB_URI']).toContain('//mongo:27017/')
  })

  test('waits in an order that has an end', () => {
    const ready = new Set<string>()
    for (let before = -1; before < ready.size; ) {
      before = ready.size
      for (const [name, { depends_on = {} }] of Object.entries(services))
        if (Object.keys(depends_on).every((other) => ready.has(other))) ready.add(name)
    }
    expect([...ready].sort()).toEqual(Object.keys(services).sort())
  })

  test('opens one port, the gateway’s', () => {
    const open = Object.entries(services).filter(([, { ports = [] }]) => ports.length > 0)
    expect(open.map(([name, { ports = [] }]) => [name, ...ports.map((port) => interpolated(port, ENV))])).toEqual([
      ['gateway', '8080:8080'],
    ])
  })

  test('has the engines of the versions that the suites run on', () => {
    expect(named('kafka').image).toBe(
      `apache/kafka:${/<kafka\.version>(.+)<\/kafka\.version>/.exec(read('infra/servers/kafka/pom.xml'))?.[1]}`,
    )
    expect(named('mongo').image).toBe(`mongo:${/VERSION = '(.+)'/.exec(read('infra/servers/mongo/mongod.ts'))?.[1]}`)
  })
})

const isWatched = ({ healthcheck, build }: ComposeService) =>
  healthcheck === undefined ? build !== undefined && read('Dockerfile').includes('HEALTHCHECK') : !('disable' in healthcheck)

describe('Dockerfile', () => {
  const lines = read('Dockerfile').replace(/\\\n/g, ' ').split('\n')
  const stages = lines
    .join('\n')
    .split(/^(?=FROM )/m)
    .slice(1)

  test('copies what exists, and into the image only what the build stage has', () => {
    const [build = '', image = ''] = stages
    const copied = [...build.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '))
    expect(copied.length).toBeGreaterThan(5)
    for (const source of copied) expect(existsSync(join(ROOT, source)), source).toBe(true)
    for (const [, source = ''] of image.matchAll(/^COPY --from=build \/filature\/(\S+) /gm))
      expect([...copied, 'node_modules'], source).toContain(source)
    expect(image).not.toMatch(/^COPY (?!--from=build)/m)
  })

  test('runs as nobody special, on the Node of the repository, and says when it is well', () => {
    const node = z.object({ dependencies: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json'))).dependencies.node
    for (const stage of stages) expect(stage).toMatch(new RegExp(`^FROM node:${node}-slim`))
    expect(stages.at(-1)).toMatch(/^USER node$/m)
    expect(stages.at(-1)).toMatch(/^HEALTHCHECK .*\/health\/live/m)
  })

  test('starts a program that exists', () => {
    const command = z.array(z.string()).parse(JSON.parse(/^CMD (\[.+\])$/m.exec(stages.at(-1) ?? '')?.[1] ?? ''))
    expect(existsSync(join(ROOT, command.at(-1) ?? ''))).toBe(true)
  })
})
