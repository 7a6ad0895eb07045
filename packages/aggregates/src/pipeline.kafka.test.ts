import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApartOptions, newPrefix, openApart } from '@filature/event-log/kafka/harness'
import { describeOnKafka } from '@filature/event-log/kafka/server-under-test'
import { describePipeline } from './suites/pipeline.ts'

describeOnKafka('pipeline', ({ brokers, sessionMs }) =>
  describePipeline('Kafka with the embedded store', {
    async create() {
      const dataDir = await mkdtemp(join(tmpdir(), 'filature-pipeline-'))
      const argument: ApartOptions = { brokers: brokers(), sessionMs, prefix: newPrefix() }
      return {
        store: (service) => ({ service, dataDir }),
        log: () => openApart(argument),
        opener: { module: import.meta.resolve('@filature/event-log/kafka/harness'), exported: openApart.name, argument },
        destroy: () => rm(dataDir, { recursive: true, force: true }),
      }
    },
  }),
)
