import { expect, it } from 'vitest'
import { BrokerRefusal, CODE } from './failures.ts'
import { troubleWith } from './trouble.ts'

const loading = new BrokerRefusal(CODE.COORDINATOR_LOADING, 'joining')

it('is told once for each reason, and again after it was over', () => {
  const told: string[] = []
  const trouble = troubleWith((message) => told.push(message))
  for (const message of ['no connection', 'no connection', 'no leader']) trouble.tell(message, new Error(message))
  trouble.over()
  trouble.tell('no connection', new Error('no connection'))
  expect(told).toEqual(['no connection', 'no leader', 'no connection'])
})

it('is nothing to tell of while brokers only load what they had written', () => {
  const told: string[] = []
  const trouble = troubleWith((message) => told.push(message))
  trouble.tell('loading', loading)
  expect(told).toEqual([])
  trouble.tell('refused', new BrokerRefusal(29, 'joining'))
  expect(told).toEqual(['refused'])
})
