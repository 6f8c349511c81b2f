import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs the system's `tar`; rejects with one sentence: what it complained of last, or that there is none. */
export async function tar(...args: string[]): Promise<void> {
  try {
    await promisify(execFile)('tar', args);
  } catch (cause) {
    const { code, stderr } = cause as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Error('The program "tar" was not found; install it', { cause });
    throw new Error(stderr?.trim().split('\n')[0] || String(cause), { cause });
  }
}
