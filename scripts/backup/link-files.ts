import { copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Half-written blobs (stores/file-blob-store.ts). */
const PASSED_OVER = '~writing';

/**
 * Puts every file below `from` at the same place below `to`, as a hard link where the disk knows them: a file that is
 * written once and then only deleted is as good as copied. What is there stays, what vanishes meanwhile is no error.
 */
export function linkFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of ignoring(['ENOENT'], () => readdirSync(from, { withFileTypes: true })) ?? []) {
    if (entry.name === PASSED_OVER) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFiles(source, target);
    else ignoring(['ENOENT', 'EEXIST'], () => linkOrCopy(source, target));
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP'].includes(codeOf(error))) throw error;
    copyFileSync(source, target);
  }
}

function ignoring<T>(codes: string[], action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!codes.includes(codeOf(error))) throw error;
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code);
}
