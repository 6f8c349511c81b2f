import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces a file in one step: a reader sees the old or the new content, never a half of it. */
export function writeWholeFile(path: string, content: string | Uint8Array, mode = 0o644): void {
  const next = `${path}.${process.pid}.next`;
  try {
    writeFileSync(next, content, { mode });
    renameSync(next, path);
  } catch (error) {
    // Half a file would hold on to what little room a full disk has.
    rmSync(next, { force: true });
    throw error;
  }
}
