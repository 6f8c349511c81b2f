import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunFile } from '../../runtime/run-file';
import { openDatabase } from '../../stores/sqlite/open-database';
import { MIGRATIONS } from '../../stores/sqlite/schema';
import { spawnSupervisor } from '../harness/spawn-supervisor';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a data folder of a newer version is refused in one sentence, before anything is started', async () => {
  const database = await openDatabase(join(folder, 'studio.db'), { migrations: [...MIGRATIONS, 'CREATE TABLE later (a)'] });
  await database.close();
  const supervisor = spawnSupervisor(folder);
  expect(await supervisor.closed).toBe(1);
  expect(supervisor.output()).toMatch(/^The database \S+ was written by a newer Agent Studio [^\n]+\n$/);
  expect(readRunFile(join(folder, 'run.json'))).toMatchObject({ temporal: null, worker: null, api: null });
});
