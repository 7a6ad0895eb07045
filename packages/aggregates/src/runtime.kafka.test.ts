import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newPrefix } from '@filature/event-log/kafka/harness'
import { describeOnKafka } from '@filature/event-log/kafka/server-under-test'
import { openEventLog } from '@filature/event-log/open'
import { openStore } from '@filature/store/open'
import { describeRuntime } from './suites/runtime.ts'

describeOnKafka('service runtime', ({ brokers }) =>
  describeRuntime('Kafka with the embedded store', {
    async create() {
      const dataDir = await mkdtemp(join(tmpdir(), 'filature-runtime-'))
      const kafkaBrokers = `${brokers()}/${newPrefix()}`
      return {
        store: () => openStore({ service: 'suite', dataDir }),
        log: () => openEventLog({ dataDir, kafkaBrokers }),
        destroy: () => rm(dataDir, { recursive: true, force: true }),
      }
    },
  }),
)
