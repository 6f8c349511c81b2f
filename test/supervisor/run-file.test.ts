import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDataFolder } from '../../runtime/data-folder';
import { readRunFile } from '../../runtime/run-file';
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
