import './styles/all.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { takeFirstData } from './api/first-data.ts'
import { isRefused } from './api/refused.ts'
import { startTexts } from './i18n/setup.ts'
import { followOwnChanges } from './live/own-changes.ts'
import { startLive } from './live/socket.ts'
import { followNewBuilds } from './new-build.ts'
import { keepDrawings } from './pieces/drawing.tsx'
import { keepMill } from './pieces/mill.tsx'
import { createAppRouter } from './router.tsx'
import { showTheme, storedTheme } from './shell/theme.ts'

/** Fields whose words would be lost; a choice is made again with one press. */
const WRITTEN_INTO = 'textarea, input:not([type=radio], [type=checkbox])'
let router: ReturnType<typeof createAppRouter> | undefined

showTheme(storedTheme())
followNewBuilds({
  events: window,
  storage: () => sessionStorage,
  build: import.meta.url,
  address: () => location.href,
  isOnline: () => navigator.onLine,
  // On the way to another screen nothing is left to lose.
  isWriting: () => router?.state.isLoading !== true && document.activeElement?.matches(WRITTEN_INTO) === true,
  fetchAnew: () => location.reload(),
})
await startTexts()

const queries = new QueryClient({
  defaultOptions: {
    // The client already retries what passes; a refusal stays one.
    queries: { staleTime: 10_000, retry: (count, error) => count < 2 && isRefused(error, 'unavailable') },
    // Out of reach a command is tried at once and refused: kept back, it would be done unasked when one is in reach again.
    mutations: { retry: false, networkMode: 'always' },
  },
})
followOwnChanges(queries)
router = createAppRouter(queries)
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
takeFirstData(queries, document)
keepDrawings(root)
keepMill(root)
// The page as the server sent it stays until the screen is ready to take its place.
await router.load()
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
// After the first paint: stock is alive a moment later, the page is there at once.
requestAnimationFrame(() => setTimeout(() => void startLive(), 0))
