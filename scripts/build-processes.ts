import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeWholeFile } from '../runtime/write-whole-file';

/** The programs of the children, by the name of their bundle in `dist/`. */
const ENTRIES = { worker: 'workers/main.ts', api: 'api/main.ts' } as const;

export interface ProcessBundles {
  worker: string;
  api: string;
}

/**
 * Bundles worker and API (our sources only, libraries stay where they are) and returns the files' absolute paths.
 * It takes some 20 ms, so it is done at every start and nothing is ever stale; a child then starts without a
 * compiler in a third less time, which is what a killed worker is waited for.
 */
export async function buildProcesses(root: string): Promise<ProcessBundles> {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
    logLevel: 'error',
  });
  for (const { path, contents } of outputFiles) {
    // Another Studio may run from this folder: an unchanged file is left alone, a new one appears whole.
    if (!existsSync(path) || !readFileSync(path).equals(contents)) {
      writeWholeFile(path, contents);
    }
  }
  return { worker: join(folder, 'worker.js'), api: join(folder, 'api.js') };
}
