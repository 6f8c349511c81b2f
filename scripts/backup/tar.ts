import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs the system's `tar`; rejects with one sentence: what it complained of last, or that there is none. */
export async function tar(...args: string[]): Promise<void> {
  try {
    await promisify(execFile)('tar', args, { env: { ...process.env, LC_ALL: 'C' } });
  } catch (cause) {
    const { code, stderr } = cause as { code?: unknown; stderr?: string };
    if (code === 1 && isOnlyRelinked(stderr)) return;
    if (code === 'ENOENT') throw new Error('The program "tar" was not found; install it', { cause });
    throw new Error(stderr?.trim().split('\n')[0] || String(cause), { cause });
  }
}

/**
 * Whether all that tar has to say is that files changed: a blob whose other name is deleted meanwhile has another number
 * of links, and the same bytes, for it is written once.
 */
function isOnlyRelinked(stderr = ''): boolean {
  const lines = stderr.trim().split('\n');
  return lines.every((line) => line.endsWith('file changed as we read it'));
}
