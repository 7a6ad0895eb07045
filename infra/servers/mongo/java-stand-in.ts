import { join } from 'node:path'
import { ServerMissing } from '../kafka/jars.ts'
import { installedOnce, isInstalled } from './installed.ts'
import type { Launch } from './launch.ts'
import { runToEnd } from './process.ts'

const SOURCES = join(import.meta.dirname, 'java')
/** As in `java/pom.xml`. */
const VERSION = '1.47.0'
const FOLDER = `mongo-java-server-${VERSION}`

const needs = (program: string, how: string) =>
  `the stand-in mongo-java-server cannot be started, because there is no "${program}" on the PATH. Install it (${how}), or set MONGODB_URI`

export const isJavaStandInInstalled = (): boolean => isInstalled(FOLDER)

/**
 * mongo-java-server on a file, installed by Maven once (6 MB). One thread at a time per collection; no sessions, no retried
 * writes, no validators, and it ignores index hints and concerns.
 * Rejects with `ServerMissing` without a Java that compiles or, when there is something to install, without Maven.
 */
export async function javaStandIn(): Promise<Launch> {
  const folder = await installedOnce(FOLDER, install)
  return {
    name: 'mongo-java-server',
    version: VERSION,
    command: ({ port, dataDir, survivesKill }) => [
      ...['java', '-Xmx256m', '-XX:+UseSerialGC', '-cp', [join(folder, 'classes'), join(folder, 'jars', '*')].join(':'), 'StandIn'],
      ...[String(port), join(dataDir, 'stand-in.mv'), survivesKill ? 'each' : 'second'],
    ],
  }
}

async function install(folder: string): Promise<void> {
  const copied = await runToEnd(
    [
      ...['mvn', '--quiet', '--batch-mode', '--file', join(SOURCES, 'pom.xml'), 'dependency:copy-dependencies'],
      ...[`-DoutputDirectory=${join(folder, 'jars')}`, '-DincludeScope=runtime'],
    ],
    needs('mvn', 'apt-get install maven'),
  )
  if (copied.code !== 0) throw new ServerMissing(`Maven could not copy the jars of mongo-java-server. It said:\n${copied.output}`)
  const compiled = await runToEnd(
    ['javac', '-J-Xmx256m', '-d', join(folder, 'classes'), '-cp', join(folder, 'jars', '*'), join(SOURCES, 'StandIn.java')],
    needs('javac', 'apt-get install openjdk-17-jdk-headless'),
  )
  if (compiled.code !== 0) throw new ServerMissing(`StandIn.java could not be compiled (Java 17 or later?). It said:\n${compiled.output}`)
}
