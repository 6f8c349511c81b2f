import { createSqliteIdempotencyStore } from '../../stores/sqlite/idempotency-store';
import { describeIdempotencyStore } from '../suites/idempotency-store-suite';
import { createBenchOfProcesses } from './other-processes';
import { createSqliteBench } from './sqlite-bench';

describeIdempotencyStore(() => createBenchOfProcesses(createSqliteIdempotencyStore));

it("knows that a claim under its own process number but another nonce is a dead process's", async () => {
  let nonce = 'before';
  const bench = await createSqliteBench((database) => createSqliteIdempotencyStore(database, { owner: `${process.pid}:${nonce}` }));
  const scope = { organizationId: 'org', method: 'POST', path: '/', key: 'k' };
  await (await bench.open()).claim(scope, 'hash', 'r1');
  nonce = 'after';
  expect(await (await bench.open()).claim(scope, 'hash', 'r2')).toEqual({ state: 'mine', resourceId: 'r1' });
  await bench.destroy();
});
