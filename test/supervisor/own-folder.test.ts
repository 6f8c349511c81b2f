import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createDataFolder } from '../../runtime/data-folder';
import { projectRoot } from '../../runtime/project-root';
import { ownFolder } from '../../supervisor/own-folder';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();

test('a folder has one owner at a time', () => {
  const folder = createDataFolder(temporary());
  const release = ownFolder(folder);

  expect(() => ownFolder(folder)).toThrow(
    /^Another Studio.* is running on the data folder .*; stop it, or set STUDIO_DATA to another folder\.$/,
  );

  release();
  ownFolder(folder)();
});

test('a killed owner owns nothing', async () => {
  const folder = createDataFolder(temporary());
  const program = `
    const { ownFolder } = require('./supervisor/own-folder.ts');
    const { createDataFolder } = require('./runtime/data-folder.ts');
    ownFolder(createDataFolder(${JSON.stringify(folder.path)}));
    console.log('owner');
    setInterval(() => {}, 1000);
  `;
  const owner = spawn(process.execPath, ['--import', 'tsx', '-e', program], { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(owner.stdout, 'data');
    expect(() => ownFolder(folder)).toThrow(/Another Studio/);
  } finally {
    owner.kill('SIGKILL');
  }
  await once(owner, 'exit');

  ownFolder(folder)();
});
