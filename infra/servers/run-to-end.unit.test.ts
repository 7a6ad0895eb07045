import { expect, it } from 'vitest'
import { ServerMissing } from './missing.ts'
import { runToEnd } from './run-to-end.ts'

it('a program that ends tells its code and all that it wrote, to either output', async () => {
  expect(await runToEnd(['sh', '-c', 'echo été; sleep 0; echo failed >&2; exit 3'], 'no sh')).toEqual({ code: 3, output: 'été\nfailed' })
})

it('a program that is not there is told in the words for it', async () => {
  const outcome = runToEnd(['no-such-program-anywhere'], 'install it')
  await expect(outcome).rejects.toThrow(ServerMissing)
  await expect(outcome).rejects.toThrow('install it')
})

it('one that is there and cannot be run is not called missing', async () => {
  await expect(runToEnd([import.meta.filename], 'install it')).rejects.toThrow('EACCES')
})
