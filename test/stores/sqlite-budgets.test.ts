import { join } from 'node:path';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { describeBudgetProperties } from '../suites/budget-properties-suite';
import { createSqliteBench } from './sqlite-bench';

describeBudgetProperties(
  () => createSqliteBench((database, folder) => createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs')))),
  30,
);
