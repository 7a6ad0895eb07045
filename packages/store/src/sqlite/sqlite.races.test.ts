import { describeStoreRaces } from '../suites/races.ts'
import { sqliteHarness } from './harness.ts'

describeStoreRaces('SQLite', sqliteHarness())
