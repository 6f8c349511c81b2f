/**
 * Who may import whom (docs/architecture.md). A folder may always import itself; only a `main.ts` puts folders
 * together, and `workers/compose-worker.ts`, which workers of somebody's own call too. `test`, `bench`, `scripts` and `examples` may import everything.
 */
const MAY_IMPORT = {
  contracts: [],
  workflows: ['contracts'],
  expressions: ['contracts'],
  plans: ['contracts', 'expressions'],
  views: ['contracts'],
  activities: ['contracts', 'expressions', 'plans', 'views'],
  stores: ['contracts'],
  runtime: ['contracts'],
  workers: ['contracts'],
  api: ['contracts', 'expressions', 'plans', 'views'],
  client: ['contracts'],
  supervisor: ['contracts', 'runtime', 'examples', 'client'],
};

/** Libraries of the folders that may use only these. */
const LIBRARIES = {
  contracts: ['zod'],
  workflows: ['@temporalio/workflow', '@temporalio/common'],
  client: ['socket.io-client'],
};

const folders = Object.keys(MAY_IMPORT);
const below = (names) => `^(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...folders.map((folder) => ({
      name: `${folder}-imports`,
      comment: `${folder}/ may import only ${[folder, ...MAY_IMPORT[folder]].join(', ')}`,
      severity: 'error',
      from: { path: `^${folder}/`, pathNot: ['/main\\.ts$', '^workers/compose-worker\\.ts$'] },
      to: {
        path: '^[a-z-]+/',
        pathNot: [below([folder, ...MAY_IMPORT[folder]]), '^node_modules/', '^(node|npm):'],
        dependencyTypesNot: ['core'],
      },
    })),
    ...Object.entries(LIBRARIES).map(([folder, libraries]) => ({
      name: `${folder}-libraries`,
      comment: `${folder}/ may use only ${libraries.join(', ')}`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: '^node_modules/', pathNot: libraries.map((library) => `^node_modules/${library}/`) },
    })),
    {
      name: 'no-circular',
      comment: 'A cycle makes the order of loading matter; workflows/patterns and the runtime call each other by design',
      severity: 'error',
      from: { pathNot: '^workflows/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-fakes-in-product',
      comment: 'Fakes and tests are for tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web|dist|docs)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
