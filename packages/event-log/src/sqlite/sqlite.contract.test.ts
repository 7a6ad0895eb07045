import { describeEventLogContract } from '../suites/contract.ts'
import { sqliteHarness } from './harness.ts'

describeEventLogContract('SQLite', sqliteHarness)
