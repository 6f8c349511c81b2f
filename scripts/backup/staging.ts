import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../supervisor/inspect-process';

/**
 * Runs `work` with an empty folder inside the data folder, on the same disk, and removes it afterwards, with those
 * that a killed process left behind.
 */
export async function withStaging<T>(dataFolder: string, purpose: 'backup' | 'restore', work: (staging: string) => Promise<T>): Promise<T> {
  for (const name of readdirSync(dataFolder)) {
    const pid = /^(?:backup|restore)-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(dataFolder, name), { recursive: true, force: true });
  }
  const staging = join(dataFolder, `${purpose}-${process.pid}`);
  mkdirSync(staging, { mode: 0o700 });
  try {
    return await work(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
