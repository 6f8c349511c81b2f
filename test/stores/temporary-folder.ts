import { rm } from 'node:fs/promises';
import { createQuickFolder } from '../harness/quick-folder';

/** A folder of a test's own, and what deletes it. */
export async function createTemporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = createQuickFolder('studio-store-');
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
