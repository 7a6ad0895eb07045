import { DAY, plusMs } from '@filature/kernel/instant'
import { inboxId } from '@filature/notify/inbox/inbox'
import type { NotifyService } from '@filature/notify/service'
import { type DemoWorld, memberIdOf } from '../world.ts'
import { perform } from './perform.ts'

/** People have seen what is older than this. */
const READ_AFTER_MS = 2 * DAY

/** Every member has read the messages of the past, but for those of the last days. */
export async function readOldMessages(world: DemoWorld, { inboxes, messages }: NotifyService['internals']): Promise<void> {
  const { rows, calendar, actor } = world
  const since = plusMs(calendar.startedAt, -READ_AFTER_MS)
  await Promise.all(
    rows.members.map(async (row) => {
      const id = inboxId(memberIdOf(row.id))
      const unread = (await inboxes.read(id))?.state.unread ?? []
      const found = await messages.readMany(unread)
      const old = unread.filter((_, index) => (found[index]?.state.shownAt ?? calendar.startedAt) < since)
      if (old.length > 0)
        await perform(row, inboxes, id, { type: 'Read', messageIds: old }, { actor: actor(row), step: `Read/${old.length}` })
    }),
  )
}
