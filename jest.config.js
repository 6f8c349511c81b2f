/** `npm test` runs all projects; `npx jest --selectProjects unit` one. */
const common = {
  transform: {
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
        module: { type: 'commonjs' },
      },
    ],
    // The libraries of expressions and of tables are ESM only, which jest cannot require on Node 20.
    '^.+\\.ts$|(@marcbachmann|@tanstack/(react-table|table-core))/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/|@tanstack/(react-table|table-core)/)'],
  testEnvironment: '<rootDir>/test/harness/node-environment.js',
  moduleNameMapper: {
    '\\.css$': '<rootDir>/test/fakes/no-style.ts',
    /** What the page calls the client (web/tsconfig.json). */
    '^@client$': '<rootDir>/client/index.ts',
    /** All of the page is at hand, so nobody has to be asked whether the server is there. */
    '^@/lib/load-part$': '<rootDir>/test/fakes/load-part.ts',
    '^@/(.*)$': '<rootDir>/web/src/$1',
  },
};

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/harness/slow-first-sequencer.js',
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: ['<rootDir>/test'],
      testMatch: ['**/*.test.ts', '**/*.test.tsx'],
      testPathIgnorePatterns: ['/test/temporal/', '/test/product/', '/test/browser/', '/long/'],
    },
    /** On one real Temporal server, a task queue a file. */
    {
      ...common,
      displayName: 'temporal',
      roots: ['<rootDir>/test/temporal'],
      testMatch: ['**/*.test.ts'],
      globalSetup: '<rootDir>/test/harness/global-setup.ts',
      globalTeardown: '<rootDir>/test/harness/global-teardown.ts',
    },
    /** The whole product as its users run it, with kills. */
    { ...common, displayName: 'product', roots: ['<rootDir>/test/product'], testMatch: ['**/*.test.ts'] },
    /** What takes longer or wants a quiet machine: `npm run test:long`. */
    {
      ...common,
      displayName: 'long',
      roots: ['<rootDir>/test/long', '<rootDir>/test/web-components/long'],
      testMatch: ['**/*.test.ts', '**/*.test.tsx'],
      globalSetup: '<rootDir>/test/harness/global-setup.ts',
      globalTeardown: '<rootDir>/test/harness/global-teardown.ts',
    },
    { ...common, displayName: 'browser', roots: ['<rootDir>/test/browser'], testMatch: ['**/*.test.ts'] },
  ],
};
