import { describeStoreRaces } from '../suites/races.ts'
import { describeOnMongo, mongoHarness } from './harness.ts'

describeOnMongo('store races', (name, server) => describeStoreRaces(name, mongoHarness(server)))
