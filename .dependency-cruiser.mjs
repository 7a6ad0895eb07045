const packages = ['kernel', 'contracts', 'store', 'event-log', 'aggregates', 'service-kit']
const mayImport = {
  kernel: [],
  contracts: ['kernel'],
  store: ['kernel'],
  'event-log': ['kernel', 'contracts'],
  aggregates: ['kernel', 'contracts', 'store', 'event-log'],
  'service-kit': ['kernel', 'contracts'],
}
const TESTS = '[.](unit|contract|races|int|property)?[.]?test[.]ts$'

/** The layers of docs/adr/0002: packages know only those below them, services know packages and never each other. */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'no-service-imports-another',
      comment: 'Services talk through events and HTTP.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(services|infra|test)/' },
    },
    {
      name: 'services-know-no-infra',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(infra|test)/' },
    },
    ...packages.map((name) => ({
      name: `layer-of-${name}`,
      severity: 'error',
      from: { path: `^packages/${name}/`, pathNot: TESTS },
      to: { path: '^packages/', pathNot: `^packages/(${[name, ...mayImport[name]].join('|')})/` },
    })),
    {
      name: 'deciders-are-pure',
      comment: 'No I/O, clock or random where decisions are made.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/.*/decide[^/]*[.]ts$', pathNot: TESTS },
      to: { path: '^(node:(?!crypto)|packages/(store|event-log|service-kit)/)|express' },
    },
    {
      name: 'screens-import-contract-types-only',
      comment: 'No zod in the bundle: the browser takes only types from contracts.',
      severity: 'error',
      from: { path: '^services/web/src/app/' },
      to: { path: 'node_modules/zod' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/[.]cache)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}
