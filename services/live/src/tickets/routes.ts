import type { liveApi } from '@filature/contracts/live/http'
import type { Handlers } from '@filature/service-kit/route'
import type { Tickets } from './ticket.ts'

type TicketHandlers = Pick<Handlers<typeof liveApi.endpoints>, 'POST /tickets'>

export function ticketRoutes(tickets: Tickets): TicketHandlers {
  return {
    'POST /tickets': ({ caller }) => ({
      body: tickets.issue({ memberId: caller.memberId, sessionId: caller.sessionId }),
      headers: { 'Cache-Control': 'no-store' },
    }),
  }
}
