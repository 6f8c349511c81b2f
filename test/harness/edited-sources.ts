import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../runtime/project-root';

/** A checkout with other workflow code. */
export interface EditedSources {
  /** Its folder, as `loadWorkflowBundle` takes it. */
  root: string;
  remove(): void;
}

/** A copy of what the workflow bundle is made of in which pieces of one file are others. */
export function createEditedSources(file: string, ...edits: [piece: string, other: string][]): EditedSources {
  const root = mkdtempSync(join(tmpdir(), 'studio-sources-'));
  for (const name of ['package.json', 'package-lock.json', 'contracts', 'workflows']) {
    cpSync(join(projectRoot(), name), join(root, name), { recursive: true });
  }
  symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
  const path = join(root, file);
  let text = readFileSync(path, 'utf8');
  for (const [piece, other] of edits) {
    if (!text.includes(piece)) throw new Error(`${file} does not have "${piece}" any more; choose another piece to edit`);
    text = text.replace(piece, other);
  }
  writeFileSync(path, text);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
