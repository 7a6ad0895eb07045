import type { Aggregate } from '@filature/aggregates/aggregate'
import type { notifyApi } from '@filature/contracts/notify/http'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import { type Preferences, type PreferencesCommand, preferencesId } from './preferences.ts'

type PreferencesHandlers = Pick<Handlers<typeof notifyApi.endpoints>, 'GET /preferences' | 'PUT /preferences'>

/** Everything here is the caller's own. */
export function preferencesRoutes(preferences: Aggregate<Preferences, PreferencesCommand>): PreferencesHandlers {
  return {
    async 'GET /preferences'({ caller: { memberId } }) {
      if (memberId === undefined) return refuse('forbidden')
      const found = await preferences.read(preferencesId(memberId))
      const locale = found?.state.locale ?? null
      return {
        body: { topicsOff: [...(found?.state.topicsOff ?? [])], ...(locale !== null && { locale }) },
        version: found?.version ?? 0,
      }
    },
    async 'PUT /preferences'({ caller, body, receivedAt }) {
      const { memberId, actor } = caller
      if (memberId === undefined) return refuse('forbidden')
      const answer = await preferences.execute(preferencesId(memberId), { type: 'Set', memberId, ...body }, { actor, receivedAt })
      return isRefusal(answer) ? answer : { body, version: answer.version }
    },
  }
}
