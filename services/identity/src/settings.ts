import type { CommonEnvironment } from '@filature/service-kit/environment'
import { z } from 'zod'

const perMinute = z.coerce.number().int().min(0)
const switchedOn = z.enum(['on', 'off'])

/** What identity reads from the environment besides the names common to all services. */
export const identityServiceEnvironment = z.object({
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'address that people see, for links in mails and for cookies; default http://localhost:<PORT>' }),
  AUTH_SECRET: z.string().min(32).optional().meta({
    description: 'at least 32 random characters, the same for every identity process; default: made once and kept in DATA_DIR/auth-secret',
  }),
  SIGN_INS_PER_MINUTE: perMinute.default(5).meta({ description: 'tries for one e-mail from one network address; 0: no limit' }),
  SIGN_INS_PER_MINUTE_PER_ADDRESS: perMinute
    .optional()
    .meta({ description: 'tries from one network address, all e-mails together; default 12 × SIGN_INS_PER_MINUTE' }),
  SIGN_INS_PER_MINUTE_PER_EMAIL: perMinute
    .optional()
    .meta({ description: 'tries for one e-mail from anywhere; default 4 × SIGN_INS_PER_MINUTE' }),
  TOKEN_MINUTES: z.coerce.number().min(5).max(10).default(8).meta({ description: 'life of a short token' }),
  SESSION_DAYS: z.coerce.number().int().min(1).max(400).default(30).meta({ description: 'life of a session that is not used' }),
  DEMO: switchedOn.default('off').meta({ description: 'on: demonstration accounts sign in with one click, links can be read back' }),
  MAGIC_LINKS: z
    .enum(['console', 'off'])
    .optional()
    .meta({ description: 'console: sign-in links are printed by the server; off: nobody can have one; default: console with DEMO=on' }),
})

export interface IdentitySettings {
  /** Folder of `accounts.sqlite` and `auth-secret`. */
  readonly dataDir: string
  /** Set: accounts and keys lie in MongoDB. */
  readonly mongodbUri: string | undefined
  readonly authSecret: string | undefined
  /** Without a slash at its end; undefined: the port of localhost that the service turns out to listen on. */
  readonly publicUrl: string | undefined
  readonly signInsPerMinute: { readonly perPair: number; readonly perAddress: number; readonly perEmail: number }
  readonly tokenMinutes: number
  readonly sessionDays: number
  readonly demo: boolean
  readonly magicLinks: 'console' | 'off'
}

/** One place behind one address has many members, and one member many devices. */
const ADDRESSES_SHARE = 12
const EMAILS_SHARE = 4

export function identitySettings(
  common: Pick<CommonEnvironment, 'DATA_DIR' | 'MONGODB_URI'>,
  env: z.output<typeof identityServiceEnvironment>,
): IdentitySettings {
  const perPair = env.SIGN_INS_PER_MINUTE
  return {
    dataDir: common.DATA_DIR,
    mongodbUri: common.MONGODB_URI,
    authSecret: env.AUTH_SECRET,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    signInsPerMinute: {
      perPair,
      perAddress: env.SIGN_INS_PER_MINUTE_PER_ADDRESS ?? ADDRESSES_SHARE * perPair,
      perEmail: env.SIGN_INS_PER_MINUTE_PER_EMAIL ?? EMAILS_SHARE * perPair,
    },
    tokenMinutes: env.TOKEN_MINUTES,
    sessionDays: env.SESSION_DAYS,
    demo: env.DEMO === 'on',
    magicLinks: env.MAGIC_LINKS ?? (env.DEMO === 'on' ? 'console' : 'off'),
  }
}
