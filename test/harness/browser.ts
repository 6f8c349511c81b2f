import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const NOT_ON_PATH = ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const INSTALL_MS = 300_000;
const APT = '/usr/bin/apt-get';

/** Starts a headless Chromium of this machine; root on Debian gets one installed if there is none. The caller closes it. */
export function startBrowser(more: readonly string[] = []): Promise<Browser> {
  // The sandbox refuses to run as root; the pages are our own.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: findBrowser() ?? installBrowser(), args: [...args, ...more] });
}

/** On the PATH, in a usual place, or in Playwright's own folder; undefined when there is none. */
function findBrowser(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...NOT_ON_PATH, chromium.executablePath()].find(isProgram);
}

function installBrowser(): string {
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const options = { timeout: INSTALL_MS, stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
    execFileSync(APT, ['update', '-qq'], options);
    execFileSync(APT, ['install', '-qq', '-y', '--no-install-recommends', 'chromium'], options);
  }
  const installed = findBrowser();
  if (installed === undefined) {
    throw new Error('The tests of the page need Chromium or Chrome; install one, or run: npx playwright-core install chromium');
  }
  return installed;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: no program either way.
    return false;
  }
}
