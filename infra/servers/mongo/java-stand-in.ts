import { join } from 'node:path'
import { installOnce } from '../install-once.ts'
import { copyJars } from '../maven.ts'
import { missingProgram, ServerMissing } from '../missing.ts'
import { runToEnd } from '../run-to-end.ts'
import { installationOf, isInstalled } from './installation.ts'
import type { Launch } from './launch.ts'

const SOURCES = join(import.meta.dirname, 'java')
const NAME = 'mongo-java-server'
/** As in `java/pom.xml`. */
const VERSION = '1.47.0'
const INSTALLATION = `${NAME}-${VERSION}`

export const isJavaStandInInstalled = (): boolean => isInstalled(INSTALLATION)

/**
 * mongo-java-server on a file, installed by Maven once (6 MB). One thread at a time per collection; no sessions, no retried
 * writes, no validators, and it ignores index hints and concerns.
 * Rejects with `ServerMissing` without a Java that compiles or, when there is something to install, without Maven.
 */
export async function javaStandIn(): Promise<Launch> {
  const folder = installationOf(INSTALLATION)
  await installOnce(folder, install)
  return {
    name: NAME,
    version: VERSION,
    command: ({ port, dataDir, survivesKill }) => [
      ...['java', '-Xmx256m', '-XX:+UseSerialGC', '-cp', [join(folder, 'classes'), join(folder, 'jars', '*')].join(':'), 'StandIn'],
      ...[String(port), join(dataDir, 'stand-in.mv'), survivesKill ? 'each' : 'second'],
    ],
  }
}

async function install(folder: string): Promise<void> {
  await copyJars(NAME, join(SOURCES, 'pom.xml'), join(folder, 'jars'))
  const compiled = await runToEnd(
    ['javac', '-J-Xmx256m', '-d', join(folder, 'classes'), '-cp', join(folder, 'jars', '*'), join(SOURCES, 'StandIn.java')],
    missingProgram(NAME, 'javac'),
  )
  if (compiled.code !== 0) throw new ServerMissing(`StandIn.java could not be compiled (Java 17 or later?). It said:\n${compiled.output}`)
}
