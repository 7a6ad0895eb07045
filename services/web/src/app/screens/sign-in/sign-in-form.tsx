import { type ComponentProps, useEffect, useRef } from 'react'
import { useAsking } from '../../api/use-asking.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { Field } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'

/** One line to fill in. */
type SignInField = Omit<ComponentProps<typeof Field>, 'error' | 'name'> & {
  /** What the server calls it. */
  readonly name: string
  /** Said beside it when the server does not take what is written: what to do, in the reader's language. */
  readonly wrong: string
}

/** A form of this page: asks the server once per press, and says beside the field or above the button why it said no. */
export function SignInForm({
  fields,
  ask,
  icon,
  act,
  workingText,
}: {
  readonly fields: readonly SignInField[]
  /** Rejects with a Refused when the server says no. */
  readonly ask: () => Promise<void>
  readonly icon: string
  readonly act: string
  readonly workingText?: string
}) {
  const say = useRefusalText()
  const { ask: send, working, refusal } = useAsking()
  const form = useRef<HTMLFormElement>(null)
  const isWrong = (name: string) => refusal?.problem.errors?.some(({ path }) => path === name) === true
  const isSaidAtField = fields.some(({ name }) => isWrong(name))
  useEffect(() => {
    // Where it is to be mended; a reader hears the complaint with the field.
    if (refusal !== undefined) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [refusal])

  return (
    <form
      ref={form}
      className="stack-16"
      onSubmit={(event) => {
        event.preventDefault()
        void send(ask)
      }}
    >
      {fields.map(({ wrong, ...field }) => (
        <Field key={field.name} {...field} error={isWrong(field.name) ? wrong : undefined} />
      ))}
      {refusal !== undefined && !isSaidAtField && <Refusal title={say(refusal)} />}
      <WorkingButton className="primary wide" type="submit" working={working} {...(workingText !== undefined && { workingText })}>
        <Icon name={icon} />
        {act}
      </WorkingButton>
    </form>
  )
}
