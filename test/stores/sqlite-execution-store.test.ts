import { join } from 'node:path';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { describeExecutionStore } from '../suites/execution-store-suite';
import { createSqliteBench } from './sqlite-bench';

describeExecutionStore(() =>
  createSqliteBench((database, folder) => createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs')))),
);
