import { startRightsFeed } from '@filature/aggregates/rights-feed'
import { openEventLog } from '@filature/event-log/open'
import { parseEnvironment } from '@filature/service-kit/environment'
import { fetchKeysOf, identityEnvironment } from '@filature/service-kit/identity-keys'
import { runService } from '@filature/service-kit/run-service'
import { openStore } from '@filature/store/open'
import { buildMaterials } from './service.ts'
import { materialsEnvironment, materialsSettings } from './settings.ts'

await runService({
  name: 'materials',
  openStore,
  openLog: openEventLog,
  rightsFeed: startRightsFeed,
  fetchKeys: () => fetchKeysOf(parseEnvironment(identityEnvironment).IDENTITY_URL),
  build: (ports) => buildMaterials({ ...ports, settings: materialsSettings(parseEnvironment(materialsEnvironment)) }),
})
