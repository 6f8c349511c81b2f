import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataFolder } from '../../runtime/data-folder';
import { MIGRATIONS } from '../../stores/sqlite/schema';
import { ownFolder } from '../../supervisor/own-folder';
import { readSchema } from './create-backup';
import { MANIFEST_FILE, type Manifest, readManifest } from './manifest';
import { withStaging } from './staging';
import { tar } from './tar';

/**
 * Puts what a backup holds into a data folder that has nothing yet. Rejects with a sentence; then the folder is as it
 * was. `studio.db` comes last: with it the restore is done.
 */
export async function restoreBackup(file: string, folder: DataFolder): Promise<Manifest> {
  if (!existsSync(file)) throw new Error(`There is no ${file}`);
  const letGo = ownFolder(folder);
  try {
    if (isUsed(folder)) {
      throw new Error(`The data folder ${folder.path} is in use; move it away, or set STUDIO_DATA to a new folder`);
    }
    return await withStaging(folder.path, 'restore', async (staging) => {
      await tar('-xzf', file, '-C', staging, '--no-same-owner');
      const manifest = readManifest(join(staging, MANIFEST_FILE));
      const schema = readSchema(join(staging, basename(folder.database)));
      if (schema > MIGRATIONS.length) {
        throw new Error(`The backup was made by a newer Agent Studio (${manifest.version}); update Agent Studio, then restore it`);
      }
      rmSync(folder.blobs, { recursive: true });
      for (const target of [
        folder.blobs,
        folder.examplesMarker,
        `${folder.temporalDatabase}-wal`,
        folder.temporalDatabase,
        folder.database,
      ]) {
        const source = join(staging, basename(target));
        if (existsSync(source)) renameSync(source, target);
      }
      return manifest;
    });
  } finally {
    letGo();
  }
}

function isUsed({ database, temporalDatabase, blobs }: DataFolder): boolean {
  return existsSync(database) || existsSync(temporalDatabase) || readdirSync(blobs).length > 0;
}
