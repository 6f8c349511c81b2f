import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../contracts/ports/logger';
import { createDataFolder } from '../../runtime/data-folder';
import { keepOwnTemporal } from '../../supervisor/own-temporal';
import { createRunRecord } from '../../supervisor/run-record';
import { useTemporaryFolder } from './temporary-folder';

const folderOf = useTemporaryFolder();
const log: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A program that panics in its first `failures` starts, as Temporal does when a port of its own choice is taken, and then serves. */
function writeProgram(failures: number): { path: string; starts(): number } {
  const path = join(folderOf(), 'temporal');
  const record = join(folderOf(), 'starts');
  writeFileSync(record, '');
  const script = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
appendFileSync(${JSON.stringify(record)}, '.');
if (readFileSync(${JSON.stringify(record)}, 'utf8').length <= ${failures}) {
  console.error('panic: failed assigning ephemeral port\\n\\ngoroutine 1:\\n\\tmain.go:18 +0x8e');
  process.exit(2);
}
const port = process.argv[process.argv.indexOf('--port') + 1];
require('node:net').createServer().listen(Number(port), '127.0.0.1', () => console.log('Temporal Server:  localhost:' + port + '\\n'));
`;
  writeFileSync(path, script, { mode: 0o755 });
  return { path, starts: () => readFileSync(record, 'utf8').length };
}

function keep(path: string) {
  const folder = createDataFolder(join(folderOf(), 'data'));
  const record = createRunRecord(folder.runFile);
  const find = async () => ({ path, source: 'a test' }) as never;
  return { record, kept: keepOwnTemporal({ namespace: 'test', folder, record, find, log }) };
}

test('a server that does not start at once is started again on other ports', async () => {
  const program = writeProgram(2);
  const { kept, record } = keep(program.path);
  const server = await kept;

  expect(program.starts()).toBe(3);
  expect(record.now.temporal?.pid).toEqual(expect.any(Number));
  await server.stop(1_000);
});

test('a server that never starts is given up, with the line in which it says why', async () => {
  const program = writeProgram(9);

  await expect(keep(program.path).kept).rejects.toThrow(/^The Temporal server does not start \(.*panic: failed assigning ephemeral port\)/);
  expect(program.starts()).toBe(3);
});
