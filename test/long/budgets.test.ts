import { join } from 'node:path';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { createSqliteBench } from '../stores/sqlite-bench';
import { describeBudgetProperties } from '../suites/budget-properties-suite';

jest.setTimeout(600_000);

describe('a budget', () => {
  describeBudgetProperties(
    () => createSqliteBench((database, folder) => createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs')))),
    1_000,
  );
});
