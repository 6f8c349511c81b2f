import { randomUUID } from 'node:crypto';
import type { Logger } from '../contracts/ports/logger';
import type { RunFile } from '../contracts/run-file';
import { readRunFile, writeRunFile } from '../runtime/run-file';

/** Between tries to write a file that could not be written. */
const AGAIN_MS = 1_000;

/** `run.json` in the hands of the process that owns the folder. */
export interface RunRecord {
  /** What it said when we came, before we wrote anything. */
  readonly before: RunFile | null;
  readonly now: Readonly<RunFile>;
  /**
   * Writes the file anew with these entries changed. False when the disk does not take it now; it is then tried again
   * and again.
   */
  update(changes: Partial<Omit<RunFile, 'instance'>>): boolean;
  /** Nothing runs any more; who the folder belongs to stays on record. */
  clear(): void;
}

/**
 * Takes the file over: this supervisor is in it, nothing else runs yet except a Temporal server that may be adopted.
 * Throws when it cannot be written; later that is only logged, for what runs must not end with a full disk.
 */
export function createRunRecord(path: string, log?: Logger): RunRecord {
  const before = readRunFile(path);
  const nothing = { url: null, supervisor: null, temporal: null, worker: null, api: null };
  let now: RunFile = { ...nothing, instance: before?.instance ?? randomUUID() };
  let again: NodeJS.Timeout | undefined;
  const write = (): boolean => {
    clearTimeout(again);
    try {
      writeRunFile(path, now);
      return true;
    } catch (err) {
      log?.error({ err }, 'run.json cannot be written; what it says of the processes may be old');
      again = setTimeout(write, AGAIN_MS).unref();
      return false;
    }
  };
  const update = (changes: Partial<RunFile>) => {
    now = { ...now, ...changes };
    return write();
  };
  now = { ...now, supervisor: { pid: process.pid }, temporal: before?.temporal ?? null };
  writeRunFile(path, now);
  return {
    before,
    get now() {
      return now;
    },
    update,
    clear: () => void update(nothing),
  };
}
