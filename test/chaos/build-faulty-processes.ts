import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../../runtime/project-root';

export interface FaultyProcesses {
  /** Absolute paths of the programs. */
  worker: string;
  api: string;
}

/**
 * Bundles the product's own worker and API, but with a store that fails (`faulty-execution-store.ts`). The product's
 * code does not know of it: the stand-in takes the store's place in the bundle.
 */
export async function buildFaultyProcesses(): Promise<FaultyProcesses> {
  const root = projectRoot();
  const standIn = join(root, 'test/chaos/faulty-execution-store.ts');
  const outdir = join(root, 'dist', `chaos-${process.pid}`);
  await build({
    absWorkingDir: root,
    entryPoints: { worker: 'workers/main.ts', api: 'api/main.ts' },
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    plugins: [
      {
        name: 'faulty store',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/stores\/sqlite\/execution-store$/ }, ({ importer }) =>
            importer === standIn ? undefined : { path: standIn },
          ),
      },
    ],
  });
  return { worker: join(outdir, 'worker.js'), api: join(outdir, 'api.js') };
}
