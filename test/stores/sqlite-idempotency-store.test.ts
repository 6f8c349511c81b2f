import { spawnSync } from 'node:child_process';
import { createSqliteIdempotencyStore } from '../../stores/sqlite/idempotency-store';
import { describeIdempotencyStore } from '../suites/idempotency-store-suite';
import { createSqliteBench } from './sqlite-bench';

describeIdempotencyStore(async () => {
  let time = Date.now();
  let owner = `${process.pid}:own`;
  const bench = await createSqliteBench((database) => createSqliteIdempotencyStore(database, { owner, now: () => time }));
  const openAs = (other: string) => {
    owner = other;
    return bench.open();
  };
  return {
    ...bench,
    open: () => openAs(`${process.pid}:own`),
    openAlive: () => openAs(`${process.ppid}:parent`),
    openDead: () => openAs(`${spawnSync(process.execPath, ['-e', '0']).pid}:gone`),
    advance(milliseconds) {
      time += milliseconds;
    },
  };
});

it("knows that a claim under its own process number but another nonce is a dead process's", async () => {
  let nonce = 'before';
  const bench = await createSqliteBench((database) => createSqliteIdempotencyStore(database, { owner: `${process.pid}:${nonce}` }));
  const scope = { organizationId: 'org', method: 'POST', path: '/', key: 'k' };
  await (await bench.open()).claim(scope, 'hash', 'r1');
  nonce = 'after';
  expect(await (await bench.open()).claim(scope, 'hash', 'r2')).toEqual({ state: 'mine', resourceId: 'r1' });
  await bench.destroy();
});
