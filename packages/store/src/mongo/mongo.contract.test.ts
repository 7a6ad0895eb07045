import { describeStoreContract } from '../suites/contract.ts'
import { describeOnMongo, mongoHarness } from './harness.ts'

describeOnMongo('store contract', (name, server) => describeStoreContract(name, mongoHarness(server)))
