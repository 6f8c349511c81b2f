import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDataFolder } from '../../runtime/data-folder';
import { readRunFile } from '../../runtime/run-file';
import { waitUntil } from '../../runtime/wait-until';
import { createRunRecord } from '../../supervisor/run-record';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const path = () => join(temporary(), 'run.json');

test('nobody but its owner reads the folder and the run file', () => {
  const folder = createDataFolder(join(temporary(), 'data'));
  createRunRecord(folder.runFile);

  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  expect(statSync(folder.runFile).mode & 0o777).toBe(0o600);
});

test.each(['', '{"instance": 3', '{"instance": 3}', 'null', '[]'])('a broken run file (%s) counts as none', (text) => {
  writeFileSync(path(), text);

  expect(readRunFile(path())).toBeNull();
});

test('no run file is none', () => {
  expect(readRunFile(path())).toBeNull();
});

test('the instance stays when everything else has ended', () => {
  const first = createRunRecord(path());
  first.update({ url: 'http://127.0.0.1:1', worker: { pid: 4 } });
  first.clear();
  const second = createRunRecord(path());

  expect(second.now.instance).toBe(first.now.instance);
  expect(second.before).toMatchObject({ url: null, worker: null, supervisor: null });
  expect(readRunFile(path())).toMatchObject({ supervisor: { pid: process.pid }, worker: null });
});

test('what a killed supervisor wrote last is what the next one finds', () => {
  createRunRecord(path()).update({ worker: { pid: 4 }, api: { pid: 5 } });

  expect(createRunRecord(path()).before).toMatchObject({ worker: { pid: 4 }, api: { pid: 5 } });
});

test('a file that cannot be written is written when it can be again, and the supervisor goes on meanwhile', async () => {
  const folder = join(temporary(), 'data');
  mkdirSync(folder);
  const file = join(folder, 'run.json');
  const complaints: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (_fields: object, message: string) => void complaints.push(message) };
  const record = createRunRecord(file, log);

  // A folder that is gone refuses a write as a full disk does, and also root's.
  renameSync(folder, `${folder}-away`);
  expect(record.update({ worker: { pid: 7 } })).toBe(false);
  expect(record.now.worker).toEqual({ pid: 7 });
  expect(complaints).toEqual([expect.stringContaining('run.json cannot be written')]);
  renameSync(`${folder}-away`, folder);
  await waitUntil(() => readRunFile(file)?.worker?.pid === 7, 5_000, 'The file was not written');
  expect(record.update({ worker: null })).toBe(true);
});
