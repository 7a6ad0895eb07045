import './styles/all.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { takeFirstData } from './api/first-data.ts'
import { startTexts } from './i18n/setup.ts'
import { followNewBuilds } from './new-build.ts'
import { keepDrawings } from './pieces/drawing.tsx'
import { keepMill } from './pieces/mill.tsx'
import { createAppRouter } from './router.tsx'
import { leaveNothing } from './session/leave-nothing.ts'
import { followOtherWindows } from './session/token.ts'
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
    queries: { staleTime: 10_000, retry: false },
    // Out of reach a command is tried at once and refused: kept back, it would be done unasked when one is in reach again.
    mutations: { retry: false, networkMode: 'always' },
  },
})
leaveNothing(queries)
followOtherWindows(window)
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
// After the first paint: stock is alive a moment later, the page is there at once. Out of reach just then, it begins later.
const goLive = () => {
  import('./live/start-live.ts').then(
    ({ startLive }) => startLive(queries),
    () => addEventListener('online', goLive, { once: true }),
  )
}
requestAnimationFrame(() => setTimeout(goLive, 0))
