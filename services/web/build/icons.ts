import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** `…/icons/<name>.svg?raw`: only what is drawn, without the outer element that is the same for all. */
export function icons(): Plugin {
  return {
    name: 'filature-icons',
    enforce: 'pre',
    load(id) {
      const file = /^(.*\/icons\/[a-z0-9-]+\.svg)\?raw$/.exec(id)?.[1]
      if (file === undefined) return null
      const inner = readFileSync(file, 'utf8').replace(/<svg[\s\S]*?>|<\/svg>|<path stroke="none"[^>]*>|\n\s*/g, '')
      return `export default ${JSON.stringify(inner)}`
    },
  }
}
