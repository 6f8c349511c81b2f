import { randomUUID } from 'node:crypto';
import type { RunFile } from '../contracts/run-file';
import { readRunFile, writeRunFile } from '../runtime/run-file';

/** `run.json` in the hands of the process that owns the folder. */
export interface RunRecord {
  /** What it said when we came, before we wrote anything. */
  readonly before: RunFile | null;
  readonly now: Readonly<RunFile>;
  /** Writes the file anew with these entries changed. */
  update(changes: Partial<Omit<RunFile, 'instance'>>): void;
  /** Nothing runs any more; who the folder belongs to stays on record. */
  clear(): void;
}

/** Takes the file over: this supervisor is in it, nothing else runs yet except a Temporal server that may be adopted. */
export function createRunRecord(path: string): RunRecord {
  const before = readRunFile(path);
  const nothing = { url: null, supervisor: null, temporal: null, worker: null, api: null };
  let now: RunFile = { ...nothing, instance: before?.instance ?? randomUUID() };
  const update = (changes: Partial<RunFile>) => {
    now = { ...now, ...changes };
    writeRunFile(path, now);
  };
  update({ supervisor: { pid: process.pid }, temporal: before?.temporal ?? null });
  return {
    before,
    get now() {
      return now;
    },
    update,
    clear: () => update(nothing),
  };
}
