import { readFileSync } from 'node:fs';
import { type RunFile, runFile } from '../contracts/run-file';
import { writeWholeFile } from './write-whole-file';

/** What `run.json` says; null when it is absent or is not a run file. */
export function readRunFile(path: string): RunFile | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
  const parsed = runFile.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** Replaces `run.json` in one step: a reader sees the old or the new one, never a half. Mode 0600. */
export function writeRunFile(path: string, content: RunFile): void {
  writeWholeFile(path, `${JSON.stringify(content, null, 2)}\n`, 0o600);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all: no run file, as for any other shape.
    return undefined;
  }
}
