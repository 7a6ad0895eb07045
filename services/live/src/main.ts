import { startRightsFeed } from '@filature/aggregates/rights-feed'
import { openEventLog } from '@filature/event-log/open'
import { parseEnvironment } from '@filature/service-kit/environment'
import { fetchKeysOf, identityEnvironment } from '@filature/service-kit/identity-keys'
import { runService } from '@filature/service-kit/run-service'
import { openStore } from '@filature/store/open'
import { buildLive } from './service.ts'
import { liveEnvironment } from './settings.ts'

await runService({
  name: 'live',
  openStore,
  openLog: openEventLog,
  rightsFeed: startRightsFeed,
  fetchKeys: () => fetchKeysOf(parseEnvironment(identityEnvironment).IDENTITY_URL),
  build: (ports) => buildLive({ ...ports, settings: parseEnvironment(liveEnvironment) }),
})
