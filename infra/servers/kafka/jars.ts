import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from '../install-once.ts'
import { copyJars } from '../maven.ts'
import { BETTER_JAVA, missingProgram, ServerMissing } from '../missing.ts'
import { runToEnd } from '../run-to-end.ts'

const HERE = import.meta.dirname
const POM = join(HERE, 'pom.xml')
/** Kafka 4 servers run on Java 17 and later. */
const OLDEST_JAVA = 17

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
  await installOnce(kafka.folder, (folder) => copyJars('Kafka', POM, folder))
  return kafka
}

/** Whether a server can be started without fetching anything. */
export const areJarsThere = (): boolean => existsSync(pinned().folder)

function pinned(): KafkaJars {
  const version = /<kafka\.version>(.+)<\/kafka\.version>/.exec(readFileSync(POM, 'utf8'))?.[1]
  if (version === undefined) throw new Error('infra/servers/kafka/pom.xml names no kafka.version')
  return { folder: join(HERE, 'jars', version), version }
}

async function checkJava(): Promise<void> {
  const { code, output } = await runToEnd(['java', '-version'], missingProgram('Kafka', 'java'))
  const version = Number(/version "(\d+)/.exec(output)?.[1])
  if (code === 0 && version >= OLDEST_JAVA) return
  throw new ServerMissing(`Kafka needs Java ${OLDEST_JAVA} or later, and this is ${output.split('\n')[0]}. ${BETTER_JAVA}.`)
}
