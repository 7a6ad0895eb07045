import { createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/**
 * What better-auth lacks for us: opening a session without proof (demonstration only), ending one by its id, and a table for
 * signing keys. Server only: none of it has an address.
 */
export const filaturePlugin = {
  id: 'filature',
  schema: {
    signingKey: {
      fields: {
        kid: { type: 'string', required: true, unique: true },
        publicKey: { type: 'string', required: true },
        privateKey: { type: 'string', required: true },
        signsFrom: { type: 'number', bigint: true, required: true },
        signsUntil: { type: 'number', bigint: true, required: true },
      },
    },
  },
  endpoints: {
    openSession: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ userId: z.string() }) }, async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
      if (user === null) return ctx.json(null)
      const session = await ctx.context.internalAdapter.createSession(user.id)
      await setSessionCookie(ctx, { session, user })
      return ctx.json({ session, user })
    }),
    closeSession: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ sid: z.string() }) }, async (ctx) => {
      const session = await ctx.context.adapter.findOne<{ token: string }>({
        model: 'session',
        where: [{ field: 'id', value: ctx.body.sid }],
      })
      if (session !== null) await ctx.context.internalAdapter.deleteSession(session.token)
      deleteSessionCookie(ctx)
      return ctx.json({})
    }),
  },
} as const
