import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createFileBlobStore } from '../../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../../stores/sqlite/execution-store';
import { openDatabase } from '../../../stores/sqlite/open-database';
import { begin, commit, ORGANIZATION, startRecord } from '../../suites/execution-builders';

/**
 * A process that makes calls of one execution, ten at a time, for ever or `count` of them, and prints the id of each
 * call once it was acknowledged. Arguments: folder, prefix of call ids, count.
 */
async function main(folder: string, prefix: string, count: number): Promise<void> {
  const database = await openDatabase(join(folder, 'studio.db'));
  const store = createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs')));
  await store.putStart(startRecord('e1'));
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const [index, callId] = [next, `${prefix}-${next}`];
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId, facts: [{ type: 'superstepCommitted', stepPath: callId }] }));
      // Every fifth text is long enough for the blob store.
      const text = `${callId} `.repeat(index % 5 === 0 ? 10_000 : 1);
      const thread = { thread: prefix, index };
      await store.commitCall(
        ORGANIZATION,
        'e1',
        commit('', { callId, messages: [{ ...thread, role: 'assistant', text }], output: { message: thread } }),
      );
      writeSync(1, `${callId}\n`);
    }
  };
  await Promise.all(Array.from({ length: 10 }, work));
  await database.close();
}

const [folder, prefix, count] = process.argv.slice(2) as [string, string, string];
main(folder, prefix, Number(count)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
