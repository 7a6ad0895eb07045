import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  workspaces: {
    // `infra/turbo.mjs` finds turbo's program by resolving it.
    '.': { entry: ['test/run.ts'], ignoreDependencies: ['turbo'] },
    'packages/*': { entry: ['src/**/*.test.ts', 'src/suites/*.ts', 'src/**/*-process.ts'], project: 'src/**/*.ts' },
    'services/*': { entry: ['src/main.ts', 'src/service.ts', 'src/**/*.test.ts', 'src/**/*-process.ts'], project: 'src/**/*.ts' },
    'services/web': { entry: ['src/main.ts', 'src/service.ts', 'src/app/main.tsx', 'src/**/*.test.ts'], project: 'src/**/*.{ts,tsx}' },
    'infra/*': { entry: ['src/main.ts', 'src/**/*.test.ts'], project: 'src/**/*.ts' },
    'test/*': { entry: ['**/*.test.ts', '**/*-process.ts'], project: '**/*.ts' },
  },
  ignoreExportsUsedInFile: true,
}

export default config
