import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const HERE = import.meta.dirname
/** Kafka 4 servers run on Java 17 and later. */
const OLDEST_JAVA = 17

/** A server that cannot be started here; the message says what is missing and how to get it. */
export class ServerMissing extends Error {
  override readonly name = 'ServerMissing'
}

export interface KafkaJars {
  readonly folder: string
  readonly version: string
}

/**
 * The server's jars of the version that `pom.xml` pins, copied by Maven when they are not there yet (44 MB, once). Rejects with
 * `ServerMissing` without Java or, when there is something to copy, without Maven.
 */
export async function kafkaJars(): Promise<KafkaJars> {
  await checkJava()
  const kafka = pinned()
  if (!existsSync(kafka.folder)) await copyJars(kafka.folder)
  return kafka
}

/** Whether a server can be started without fetching anything. */
export const areJarsThere = (): boolean => existsSync(pinned().folder)

function pinned(): KafkaJars {
  const version = /<kafka\.version>(.+)<\/kafka\.version>/.exec(readFileSync(join(HERE, 'pom.xml'), 'utf8'))?.[1]
  if (version === undefined) throw new Error('infra/servers/kafka/pom.xml names no kafka.version')
  return { folder: join(HERE, 'jars', version), version }
}

async function copyJars(jars: string): Promise<void> {
  // Renamed when complete, so that neither a copy that broke off nor a second one at the same time is taken for the jars.
  const partial = `${jars}.${process.pid}`
  await mkdir(partial, { recursive: true })
  try {
    const { code, output } = await run('mvn', [
      ...['--quiet', '--batch-mode', '--file', join(HERE, 'pom.xml'), 'dependency:copy-dependencies'],
      ...[`-DoutputDirectory=${partial}`, '-DincludeScope=runtime'],
    ])
    if (code !== 0) throw new ServerMissing(`Maven could not copy the jars of Kafka. It said:\n${output.trim()}`)
    await rename(partial, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function checkJava(): Promise<void> {
  const { code, output } = await run('java', ['-version'])
  const version = Number(/version "(\d+)/.exec(output)?.[1])
  if (code === 0 && version >= OLDEST_JAVA) return
  throw new ServerMissing(
    `Kafka needs Java ${OLDEST_JAVA} or later, and this is ${output.split('\n')[0]}. Install it (${INSTALL.java}) or put it first on the PATH.`,
  )
}

const INSTALL = { java: 'apt-get install openjdk-17-jre-headless', mvn: 'apt-get install maven' } as const

/** Runs a program to its end. Rejects with `ServerMissing` when there is no such program. */
export function run(
  program: keyof typeof INSTALL,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', () => {
      reject(new ServerMissing(`Kafka cannot be started, because there is no "${program}" on the PATH. Install it: ${INSTALL[program]}`))
    })
    child.on('close', (code) => resolve({ code, output }))
  })
}
