import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { projectRoot } from './project-root';

const PREFIX = 'workflow-bundle-';

/**
 * The workflow code for `Worker.create({workflowBundle})`, from `dist/` when these very sources were bundled before
 * (the file is named after their hash, so a stale one is never taken), else bundled now, in about a second.
 */
export async function loadWorkflowBundle(root = projectRoot()): Promise<{ codePath: string }> {
  const folder = join(root, 'dist');
  const codePath = join(folder, `${PREFIX}${hashSources(root)}.js`);
  if (!existsSync(codePath)) {
    const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'workflows', 'index.ts'), logger: silentLogger });
    mkdirSync(folder, { recursive: true });
    // Another process may be doing the same: the file appears whole or not at all.
    const next = `${codePath}.${process.pid}.next`;
    writeFileSync(next, code);
    renameSync(next, codePath);
    removeOthers(folder, codePath);
  }
  return { codePath };
}

/** Everything that decides what the bundle holds: our sources, and the libraries by their locked versions. */
function hashSources(root: string): string {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) {
    hash.update(readFileSync(join(root, name)));
  }
  for (const folder of ['contracts', 'workflows']) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    for (const name of files.sort()) {
      hash.update(`\0${folder}/${name}\0`).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function removeOthers(folder: string, keep: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(PREFIX) && name.endsWith('.js') && join(folder, name) !== keep) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

/** Webpack's statistics are no news; what goes wrong is thrown. */
const silentLogger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
