import { client } from './client';

/** A worker that was killed from this page; `lastSeq` is the last event that the page had then. */
export interface Kill {
  pid: number;
  at: string;
  lastSeq: number;
}

/** Kills the process that does the work, where the Studio is for development. */
export async function killWorker(lastSeq: number): Promise<Kill> {
  const at = new Date().toISOString();
  const { pid } = await client.development.killWorker();
  return { pid, at, lastSeq };
}
