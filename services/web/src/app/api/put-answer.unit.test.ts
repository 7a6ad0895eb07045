import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { putAnswer } from './put-answer.ts'

const KEY = ['my-order']

/** A screen that shows the order, and a server that answers reads when it is told to. */
function screen() {
  const queries = new QueryClient()
  const reads: PromiseWithResolvers<string>[] = []
  const seen: (string | undefined)[] = []
  const observer = new QueryObserver<string>(queries, {
    queryKey: KEY,
    queryFn: () => {
      const read = Promise.withResolvers<string>()
      reads.push(read)
      return read.promise
    },
    retry: false,
  })
  const leave = observer.subscribe(({ data }) => seen.push(data))
  const answer = async (at: number, data: string) => {
    reads[at]?.resolve(data)
    await reads[at]?.promise
    await new Promise(setImmediate)
  }
  return { queries, reads, seen, answer, leave, shown: () => queries.getQueryData<string>(KEY) }
}

test('a read that began before the command does not bring back what was there then', async () => {
  const { queries, reads, seen, answer, leave, shown } = screen()
  await answer(0, 'two lines')
  void queries.invalidateQueries({ queryKey: KEY })
  await expect.poll(() => reads.length).toBe(2)

  await putAnswer<string>(queries, KEY, 'one line')
  expect(shown()).toBe('one line')
  await answer(1, 'two lines, read before')
  expect(shown()).toBe('one line')

  await expect.poll(() => reads.length).toBe(3)
  await answer(2, 'one line, read again')
  expect(shown()).toBe('one line, read again')
  expect(seen).not.toContain('two lines, read before')
  leave()
})

test('before the first answer a change has nothing to change, and the read is begun again', async () => {
  const { queries, reads, answer, leave, shown } = screen()
  await expect.poll(() => reads.length).toBe(1)
  await putAnswer<string>(queries, KEY, (before) => (before === undefined ? undefined : `${before}, changed`))
  await expect.poll(() => reads.length).toBe(2)
  await answer(0, 'late')
  expect(shown()).toBeUndefined()
  await answer(1, 'as it is')
  expect(shown()).toBe('as it is')
  leave()
})

test('where nothing is being read, nothing is read', async () => {
  const { queries, reads, answer, leave, shown } = screen()
  await answer(0, 'two lines')
  await putAnswer<string>(queries, KEY, 'one line')
  expect(shown()).toBe('one line')
  expect(reads).toHaveLength(1)
  leave()
})
