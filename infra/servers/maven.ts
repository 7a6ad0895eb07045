import { missingProgram, ServerMissing } from './missing.ts'
import { runToEnd } from './run-to-end.ts'

/**
 * Copies the jars that a `pom.xml` pins, and all that they need to run, into a folder. Rejects with `ServerMissing` without
 * Maven or when it cannot fetch them.
 */
export async function copyJars(server: string, pom: string, folder: string): Promise<void> {
  const { code, output } = await runToEnd(
    [
      ...['mvn', '--quiet', '--batch-mode', '--file', pom, 'dependency:copy-dependencies'],
      ...[`-DoutputDirectory=${folder}`, '-DincludeScope=runtime'],
    ],
    missingProgram(server, 'mvn'),
  )
  if (code !== 0) throw new ServerMissing(`Maven could not copy the jars of ${server}. It said:\n${output}`)
}
