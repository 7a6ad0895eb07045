import { startRightsFeed } from '@filature/aggregates/rights-feed'
import { openEventLog } from '@filature/event-log/open'
import { parseEnvironment } from '@filature/service-kit/environment'
import { runService } from '@filature/service-kit/run-service'
import { openStore } from '@filature/store/open'
import { buildIdentity, type Identity } from './service.ts'
import { identityServiceEnvironment, identitySettings } from './settings.ts'

await runService({
  name: 'identity',
  openStore,
  openLog: openEventLog,
  rightsFeed: startRightsFeed,
  fetchKeys: (identity: () => Identity) => () => identity().internals.keys.publicKeys(),
  build: (ports) =>
    buildIdentity({ ...ports, settings: identitySettings(ports.environment, parseEnvironment(identityServiceEnvironment)) }),
})
