import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { hashSources } from '../runtime/hash-sources';
import { compressFiles } from './compress-files';

/** Everything that the page is made of. */
const SOURCES = ['web', 'client', 'contracts', 'package-lock.json', 'scripts/build-page.ts', 'scripts/compress-files.ts'];

/** Builds and compresses `web/dist` unless it was built from these very sources; rejects with what the build printed. */
export async function buildPage(root: string): Promise<'built' | 'fresh'> {
  const marker = join(root, 'web', 'dist', '.built-from');
  const hash = hashSources(root, SOURCES);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) {
    return 'fresh';
  }
  const web = join(root, 'web');
  const vite = join(dirname(createRequire(join(web, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: web,
    // Whoever builds it, a test too: the page of a development build is twice as big and many times as slow.
    env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production' },
  }).catch((error: { stderr?: string }) => {
    throw new Error(`The page could not be built:\n${stripVTControlCharacters(error.stderr ?? String(error))}`, { cause: error });
  });
  await compressFiles(join(web, 'dist'));
  writeFileSync(marker, hash);
  return 'built';
}
