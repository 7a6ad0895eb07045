import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { drawings } from './build/drawings.ts'
import { icons } from './build/icons.ts'
import { precompress } from './build/precompress.ts'

const here = import.meta.dirname

const LIBRARIES = /\/node_modules\/(react|react-dom|scheduler|i18next|react-i18next|@tanstack|use-sync-external-store)\//
/** Not what a press opens: menu, theme, place; nor what comes after the first paint: the socket. */
const SHELL =
  /\/src\/app\/(api|icons|live\/(?:connection|rooms|server-time|store|use-room)\.|session|shell\/(?!menu-sheet|theme-choice|place-choice)|words|screens\/states|i18n\/[a-z]+\.ts)/
const PIECES = /\/src\/app\/pieces\//
/** Pieces of one world: only its screens, and the home of a place, pay for them. */
const MATERIALS = /\/src\/app\/(pieces\/(lot-|sketch|cote|co2|grade|map|material)|places\/)/

/**
 * Few files rather than many: the libraries, what every screen needs, and for each group of screens what they share. Words
 * and what comes after the first paint (the socket) stay apart.
 */
const groups = [
  { name: 'libraries', test: LIBRARIES },
  { name: 'shell', test: SHELL },
  { name: 'materials', test: MATERIALS, minShareCount: 2 },
  { name: 'shell', test: PIECES, minShareCount: 3 },
  {
    name: (module: string) => /\/(?:src\/app\/screens|contracts\/src)\/([a-z-]+)\//.exec(module)?.[1] ?? null,
    debugName: 'screens',
    minShareCount: 2,
  },
]

/** The browser's part; everything else of the service runs from its sources. */
export default defineConfig({
  root: here,
  base: '/',
  publicDir: join(here, 'src/public'),
  plugins: [react(), icons(), drawings(), precompress()],
  build: {
    outDir: join(here, 'dist'),
    manifest: true,
    target: 'es2023',
    assetsInlineLimit: 2_048,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: join(here, 'index.html'),
      output: { codeSplitting: { groups } },
    },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
})
