import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Absolute paths inside the data folder. */
export interface DataFolder {
  path: string;
  /** The product's own SQLite database. */
  database: string;
  /** Folder of the blob store. */
  blobs: string;
  /** SQLite file of the Temporal server that we start. */
  temporalDatabase: string;
  /** What that server writes to stderr. */
  temporalLog: string;
  runFile: string;
  /** Folder of the live channel's Unix sockets. */
  live: string;
  /** Held by the supervisor while it lives. */
  lock: string;
  /** There once the examples were made, so that deleted ones do not come back. */
  examplesMarker: string;
}

/** Makes the data folder (mode 0700) and its subfolders if they are missing. Throws what the file system says. */
export function createDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder: DataFolder = {
    path: root,
    database: join(root, 'studio.db'),
    blobs: join(root, 'blobs'),
    temporalDatabase: join(root, 'temporal.db'),
    temporalLog: join(root, 'temporal.log'),
    runFile: join(root, 'run.json'),
    live: join(root, 'live'),
    lock: join(root, 'supervisor.lock'),
    examplesMarker: join(root, 'examples-created'),
  };
  for (const made of [root, folder.blobs, folder.live]) {
    mkdirSync(made, { recursive: true, mode: 0o700 });
  }
  return folder;
}
