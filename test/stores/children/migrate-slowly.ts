import { openDatabase } from '../../../stores/sqlite/open-database';
import { MIGRATIONS } from '../../../stores/sqlite/schema';

/** What a next version could bring: it changes what is there, and writes so much that it takes long. */
export const SLOW_STEP = `
  ALTER TABLE executions ADD COLUMN later TEXT;
  UPDATE executions SET later = 'migrated', name = 'Migrated';
  CREATE TABLE later AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT i, hex(randomblob(20)) AS text FROM n;
`;

/** A process that migrates the database in its argument, until it is killed or done. */
if (require.main === module) {
  openDatabase(process.argv[2] as string, { migrations: [...MIGRATIONS, SLOW_STEP] }).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
