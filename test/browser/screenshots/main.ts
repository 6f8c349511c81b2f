import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { createClient } from '../../../client';
import { startBrowser } from '../../harness/browser';
import { startStudio } from '../../harness/studio';
import { fillStudio, type Scene } from './fill-studio';
import { takeKillPicture } from './kill-picture';
import { SHOTS, type Shot } from './shots';
import { LOOKS, type Look, takeShot } from './take-shot';

const AT_ONCE = 2;
const MOST_BYTES = 6_000_000;
const KILLED = 'worker-killed.webp';

/**
 * `npm run screenshots`: every page and state into docs/screenshots, from a Studio of its own with the scripted model.
 * `--only execution,palette` takes these alone; `--to` names another folder. What could not be taken is said, and the
 * others are taken all the same.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, to: { type: 'string', default: join('docs', 'screenshots') } } });
  const only = values.only?.split(',');
  const isWanted = (name: string) => only === undefined || only.includes(name);
  mkdirSync(values.to, { recursive: true });
  const browser = await startBrowser();
  const studio = await startStudio({ env: { STUDIO_SCRIPTED_DELAY: '15', STUDIO_LOG_LEVEL: 'error' } }).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  const failures: string[] = [];
  const sizes = new Map<string, number>();
  try {
    const client = createClient({ url: studio.url });
    if (isWanted('worker-killed')) {
      await takeKillPicture(browser, studio.url, client, join(values.to, KILLED)).then(
        (bytes) => sizes.set(KILLED, bytes),
        (error: unknown) => failures.push(`worker-killed: ${toLine(error)}`),
      );
    }
    const scene = await fillStudio(client);
    await takeAll(
      SHOTS.filter(({ name }) => isWanted(name)).flatMap(toPictures),
      { browser, url: studio.url, scene, folder: values.to },
      { sizes, failures },
    );
  } finally {
    await browser.close();
    await studio.cleanUp();
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  console.log(`${sizes.size} pictures, ${(bytes / 1e6).toFixed(1)} MB, in ${values.to}`);
  if (bytes > MOST_BYTES) failures.push(`They are more than ${MOST_BYTES / 1e6} MB`);
  // Of those that are no longer made; when something went wrong the old ones are better than none.
  if (only === undefined && failures.length === 0) {
    for (const file of readdirSync(values.to)) if (/\.(webp|jpg|png)$/.test(file) && !sizes.has(file)) rmSync(join(values.to, file));
  }
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

interface Picture {
  shot: Shot;
  look: Look;
  file: string;
}

function toPictures(shot: Shot): Picture[] {
  const looks: readonly Look[] = shot.huge ? [...LOOKS, { colorScheme: 'light', size: 'huge' }] : LOOKS;
  return looks.map((look) => ({ shot, look, file: `${shot.name}-${look.colorScheme}-${look.size}.webp` }));
}

async function takeAll(
  pictures: readonly Picture[],
  { browser, url, scene, folder }: { browser: Browser; url: string; scene: Scene; folder: string },
  { sizes, failures }: { sizes: Map<string, number>; failures: string[] },
): Promise<void> {
  const waiting = [...pictures];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { shot, look, file } = next;
      const take = () => takeShot(browser, url, shot, scene, look, join(folder, file));
      // A machine that is busy with other things gets a second try.
      await take()
        .catch(take)
        .then(
          (bytes) => sizes.set(file, bytes),
          (error: unknown) => failures.push(`${file}: ${toLine(error)}`),
        );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function toLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 3).join(' ');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
