import { describeStoreContract } from '../suites/contract.ts'
import { sqliteHarness } from './harness.ts'

describeStoreContract('SQLite', sqliteHarness())
