import { describe, it } from 'vitest'
import { describeEventLogContract } from '../suites/contract.ts'
import { kafkaHarness } from './harness.ts'
import { findBrokers } from './server-under-test.ts'

const found = findBrokers()
if ('missing' in found) describe.skip(found.missing, () => void it('keeps every promise of the event log', () => {}))
else describeEventLogContract('Kafka', kafkaHarness(found))
