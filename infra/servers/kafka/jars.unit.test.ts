import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { copyJars } from '../maven.ts'
import { ServerMissing } from '../missing.ts'
import { kafkaJars } from './jars.ts'

const PATH = process.env['PATH'] ?? ''
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'filature-path-'))
})
afterEach(() => {
  process.env['PATH'] = PATH
})
afterAll(() => rmSync(folder, { recursive: true }))

/** First on the PATH, a Java that says that it has this version. */
function installJava(version: string): void {
  const java = join(folder, 'java')
  writeFileSync(java, `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`)
  chmodSync(java, 0o755)
  process.env['PATH'] = `${folder}${delimiter}${PATH}`
}

it('without Java, says what to install', async () => {
  process.env['PATH'] = folder
  rmSync(join(folder, 'java'), { force: true })
  await expect(kafkaJars()).rejects.toThrow(ServerMissing)
  await expect(kafkaJars()).rejects.toThrow(/no "java" on the PATH.*apt-get install openjdk-17/)
})

it.each(['1.8.0_402', '11.0.22'])('with Java %s, says that it is too old and which will do', async (version) => {
  installJava(version)
  await expect(kafkaJars()).rejects.toThrow(/needs Java 17 or later.*Install it/)
})

it('without Maven, says what to install', async () => {
  process.env['PATH'] = folder
  await expect(copyJars('Kafka', 'pom.xml', folder)).rejects.toThrow(/Kafka cannot be started.*no "mvn" on the PATH.*apt-get install maven/)
})
