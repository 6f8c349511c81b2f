import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import Libsql from 'libsql';
import type { DataFolder } from '../../runtime/data-folder';
import { projectRoot } from '../../runtime/project-root';
import { readRunFile } from '../../runtime/run-file';
import { FatalError } from '../../supervisor/fatal-error';
import { isProcess } from '../../supervisor/inspect-process';
import { ownFolder } from '../../supervisor/own-folder';
import { linkFiles } from './link-files';
import { MANIFEST_FILE, type Manifest } from './manifest';
import { withStaging } from './staging';
import { tar } from './tar';

/** How long a busy database is waited for. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Writes a backup of the data folder to `file`, which must not exist: `studio.db` and blobs as they are at one moment,
 * whether the Studio runs or not, and Temporal's database when nothing runs. Rejects with a sentence; then there is
 * no file.
 */
export async function createBackup(folder: DataFolder, file: string): Promise<Manifest> {
  if (existsSync(file)) throw new Error(`${file} exists; choose another name`);
  if (!existsSync(folder.database)) throw new Error(`There is no Studio in ${folder.path}; set STUDIO_DATA to its data folder`);
  const letGo = ownIfStopped(folder);
  try {
    return await withStaging(folder.path, 'backup', async (staging) => {
      const schema = copyStudio(folder, staging);
      const temporal = letGo !== null && copyTemporal(folder, staging);
      const manifest: Manifest = { format: 1, version: ownVersion(), schema, takenAt: new Date().toISOString(), temporal };
      writeFileSync(join(staging, MANIFEST_FILE), JSON.stringify(manifest, null, 2));
      await pack(staging, file);
      return manifest;
    });
  } finally {
    letGo?.();
  }
}

/** What keeps a Studio from starting meanwhile; null when one runs, or the Temporal server that a killed one left. */
function ownIfStopped(folder: DataFolder): (() => void) | null {
  let letGo: () => void;
  try {
    letGo = ownFolder(folder);
  } catch (error) {
    if (error instanceof FatalError) return null;
    throw error;
  }
  const server = readRunFile(folder.runFile)?.temporal?.pid;
  if (!server || !isProcess(server, 'start-dev', folder.temporalDatabase)) return letGo;
  letGo();
  return null;
}

/**
 * Blobs are written before the rows that name them and deleted after those are hidden, so whatever the database names
 * is among the blobs from before its copy and those from after it. Returns the schema's version.
 */
function copyStudio(folder: DataFolder, staging: string): number {
  const blobs = join(staging, basename(folder.blobs));
  linkFiles(folder.blobs, blobs);
  const database = new Libsql(folder.database, { timeout: LONGEST_WAIT_MS });
  try {
    // One read transaction: who writes meanwhile goes on and is not in it.
    database.prepare('VACUUM INTO ?').run([join(staging, basename(folder.database))]);
  } finally {
    database.close();
  }
  linkFiles(folder.blobs, blobs);
  if (existsSync(folder.examplesMarker)) copyFileSync(folder.examplesMarker, join(staging, basename(folder.examplesMarker)));
  return readSchema(join(staging, basename(folder.database)));
}

/** Nothing has it open, so its files belong together as they are. False when there is none: Temporal is elsewhere. */
function copyTemporal({ temporalDatabase }: DataFolder, staging: string): boolean {
  for (const path of [temporalDatabase, `${temporalDatabase}-wal`]) {
    if (existsSync(path)) copyFileSync(path, join(staging, basename(path)));
  }
  return existsSync(temporalDatabase);
}

/** The version of the schema; throws a sentence when the file is damaged. */
export function readSchema(path: string): number {
  const database = new Libsql(path, { readonly: true });
  try {
    const [check] = database.prepare('PRAGMA quick_check(1)').all([]) as [{ quick_check: string }];
    if (check.quick_check !== 'ok') throw new Error(`The database is damaged: ${check.quick_check}`);
    return (database.prepare('PRAGMA user_version').get([]) as { user_version: number }).user_version;
  } finally {
    database.close();
  }
}

/** The file appears whole and durable under its name, or not at all. Only this user may read it. */
async function pack(staging: string, file: string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, '', { mode: 0o600 });
    chmodSync(partial, 0o600);
    await tar('-czf', partial, '-C', staging, '.');
    const handle = openSync(partial, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}
