import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Defer } from './with-clean-up';

/** A folder that is gone at the end. */
export function createTemporaryFolder(defer: Defer, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `agent-studio-${name}-`));
  defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
