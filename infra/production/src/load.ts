import { fileURLToPath } from 'node:url'
import { ConfigurationError, EXIT_CONFIGURATION } from '@filature/service-kit/environment'
import { z } from 'zod'
import { type Program, startProgram } from './program.ts'

const told = z.object({ demo: z.object({ loadedInMs: z.number().optional() }).optional() })

export interface LoadOptions {
  readonly environment: NodeJS.ProcessEnv
  readonly nodeArguments: readonly string[]
  readonly onStart: (program: Program) => void
}

/** Runs `load-job.ts` to its end. Undefined: this place is not the demonstration. Rejects when it fails; it has said why. */
export async function loadInJob({ environment, nodeArguments, onStart }: LoadOptions) {
  let demo: { readonly loadedInMs: number | undefined } | undefined
  const program = startProgram({
    file: fileURLToPath(new URL('./load-job.ts', import.meta.url)),
    environment,
    nodeArguments,
    hear(line) {
      if (!line.startsWith('{')) return console.log(line)
      const given = told.parse(JSON.parse(line)).demo
      demo = given === undefined ? undefined : { loadedInMs: given.loadedInMs }
    },
  })
  onStart(program)
  const code = await program.ended
  if (code === 0) return demo
  const message = `the demonstration was not loaded (exit ${code}); what was in the way stands above`
  throw code === EXIT_CONFIGURATION ? new ConfigurationError(message) : new Error(message)
}
