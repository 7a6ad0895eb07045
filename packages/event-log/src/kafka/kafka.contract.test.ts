import { describeEventLogContract } from '../suites/contract.ts'
import { kafkaHarness } from './harness.ts'
import { describeOnKafka } from './server-under-test.ts'

describeOnKafka('the contract of the event log', (kafka) => describeEventLogContract('Kafka', kafkaHarness(kafka)))
