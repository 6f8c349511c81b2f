import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { version } from '@temporalio/testing/package.json';

/** Without a sign of progress for so long, the download host is taken to be out of reach. */
const SILENCE_MS = 8_000;
const DOWNLOAD_MS = 300_000;

/** The name that the SDK gives the program in its download folder. */
export function sdkDownloadName(): string {
  return `temporal-sdk-typescript-${version}${process.platform === 'win32' ? '.exe' : ''}`;
}

/**
 * Lets the Temporal SDK download the program, and puts it at `target`. Throws when the SDK's download host does not
 * answer within 8 s. The SDK cannot be told to stop: its attempt is left behind and ends with the process.
 */
export async function downloadTemporalSdk(target: string): Promise<void> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const downloadDir = dirname(target);
  mkdirSync(downloadDir, { recursive: true });
  const downloaded = join(downloadDir, sdkDownloadName());
  const give = async () => {
    // The SDK downloads only in order to start a server; that one is not needed.
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable: { type: 'cached-download', downloadDir } } });
    await environment.teardown();
  };
  const done = new AbortController();
  try {
    await Promise.race([give(), giveUp(downloaded, done.signal)]);
  } finally {
    done.abort();
  }
  renameSync(downloaded, target);
}

async function giveUp(downloaded: string, done: AbortSignal): Promise<void> {
  const start = Date.now();
  let silentSince = start;
  while (Date.now() - silentSince < SILENCE_MS && Date.now() - start < DOWNLOAD_MS) {
    await pause(200);
    if (done.aborted) {
      return;
    }
    if (existsSync(downloaded) || existsSync(`${downloaded}.downloading`)) {
      silentSince = Date.now();
    }
  }
  throw new Error('its host did not answer in time');
}
