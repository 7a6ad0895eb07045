/**
 * Fills an empty place with the demonstration and ends. Writes one line of JSON: `{ "demo": { "loadedInMs": 3100 } }`,
 * `{ "demo": {} }` when it was there already, `{}` where there is none.
 */
import { ConfigurationError, EXIT_CONFIGURATION } from '@filature/service-kit/environment'
import { loadDemonstration } from '@filature/standalone/standalone'

try {
  const demo = await loadDemonstration({ environment: process.env })
  console.log(JSON.stringify({ demo }))
  process.exit(0)
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1)
}
