import type { Aggregate, ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Actor } from '@filature/kernel/actor'
import { type Placed, RowError } from '../csv/row-error.ts'

/** Pause before a command that met a full queue is sent again, in milliseconds. */
const AGAIN_MS = 20

type Answered = { readonly refused?: never } | Refusing

interface Refusing {
  readonly refused: true
  readonly code: string
  readonly figures: Readonly<Record<string, unknown>>
}

/**
 * Sends what a row asks for, once however often the load is repeated: its key is made of file, line and `step`. Throws
 * `RowError` with file, line, step and code when it is refused.
 */
export async function ask<Answer extends Answered>(
  row: Placed,
  step: string,
  actor: Actor,
  send: (asking: ExecuteOptions) => Promise<Answer>,
): Promise<Exclude<Answer, Refusing>> {
  const asking = { actor, idempotencyKey: `demo/${row.file}/${row.line}/${step}`, causationId: 'demo' }
  for (;;) {
    const answer = await send(asking)
    // What is left when it was not refused.
    if (answer.refused !== true) return answer as Exclude<Answer, Refusing>
    // The only refusals that say nothing about the row: too much at once.
    if (answer.code !== 'busy' && answer.code !== 'unavailable') {
      const figures = Object.keys(answer.figures).length > 0 ? ` ${JSON.stringify(answer.figures)}` : ''
      throw new RowError(`${row.file}:${row.line}: ${step} is refused: ${answer.code}${figures}`)
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

/** Sends one command of a row to an aggregate; `step` tells commands of one row apart, default the command's type. */
export async function perform<State, Command extends { readonly type: string }>(
  row: Placed,
  aggregate: Aggregate<State, Command>,
  id: string,
  command: Command,
  { actor, step = command.type }: { readonly actor: Actor; readonly step?: string },
): Promise<void> {
  await ask(row, step, actor, (asking) => aggregate.execute(id, command, asking))
}
