import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file in one step: a reader sees the old or the new content, never a half of it. */
export function writeWholeFile(path: string, content: string | Uint8Array, mode = 0o644): void {
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, content, { mode });
  renameSync(next, path);
}
