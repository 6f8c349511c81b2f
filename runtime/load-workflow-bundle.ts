import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources } from './hash-sources';
import { projectRoot } from './project-root';
import { writeWholeFile } from './write-whole-file';

const PREFIX = 'workflow-bundle-';

/** Everything that decides what the bundle holds: our sources, and the libraries by their locked versions. */
const SOURCES = ['package.json', 'package-lock.json', 'contracts', 'workflows'];

/**
 * The workflow code for `Worker.create({workflowBundle})`, from `dist/` when these very sources were bundled before
 * (the file is named after their hash, so a stale one is never taken), else bundled now, in about a second.
 */
export async function loadWorkflowBundle(root = projectRoot()): Promise<{ codePath: string }> {
  const folder = join(root, 'dist');
  const name = `${PREFIX}${hashSources(root, SOURCES)}.js`;
  const codePath = join(folder, name);
  if (!existsSync(codePath)) {
    // Loaded only when it is needed: it takes a third of a second.
    const { bundleWorkflowCode } = await import('@temporalio/worker');
    const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'workflows', 'index.ts'), logger: silentLogger });
    mkdirSync(folder, { recursive: true });
    writeWholeFile(codePath, code);
    for (const old of readdirSync(folder).filter((other) => other.startsWith(PREFIX) && other.endsWith('.js') && other !== name)) {
      rmSync(join(folder, old), { force: true });
    }
  }
  return { codePath };
}

/** Webpack's statistics are no news; what goes wrong is thrown. */
const silentLogger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
