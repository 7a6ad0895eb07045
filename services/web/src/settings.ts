import { z } from 'zod'

/** Environment variables of the web service. */
export const webEnvironment = z.object({
  PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'address that people use, https://filature.example; absent: as each request says' }),
})
export type WebSettings = z.output<typeof webEnvironment>

/** Where the services are when the web runs alone; behind one gateway all three are the same. */
export const webSourcesEnvironment = z.object({
  IDENTITY_URL: z.url().default('http://127.0.0.1:8080').meta({ description: 'base address of identity' }),
  MARKET_URL: z.url().default('http://127.0.0.1:8080').meta({ description: 'base address of market' }),
  MATERIALS_URL: z.url().default('http://127.0.0.1:8080').meta({ description: 'base address of materials' }),
})
