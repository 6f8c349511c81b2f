import { readFileSync, writeFileSync } from 'node:fs';
import { openRawWebSocket } from './raw-web-socket';

/** Bytes that a process has in memory now, and the most it had since {@link resetPeak}. */
export function readMemory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  return { now: bytesOf('VmRSS'), peak: bytesOf('VmHWM') };
}

/** From now on the peak is counted anew. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The heap of a Node process from outside. */
export interface HeapInspector {
  /** Collects garbage and returns the bytes that are still in use. */
  collect(): Promise<number>;
  close(): void;
}

/** `address` is what Node prints when its inspector begins to listen, which SIGUSR1 makes it do. */
export async function openHeapInspector(address: string): Promise<HeapInspector> {
  const web = await openRawWebSocket(address);
  const waiting = new Map<number, (result: unknown) => void>();
  let sent = 0;
  web.onText = (text) => {
    const { id, result } = JSON.parse(text) as { id: number; result: unknown };
    waiting.get(id)?.(result);
    waiting.delete(id);
  };
  const call = (method: string) => {
    const id = ++sent;
    const answered = new Promise<unknown>((resolve) => waiting.set(id, resolve));
    web.sendText(JSON.stringify({ id, method }));
    return answered;
  };
  return {
    async collect() {
      await call('HeapProfiler.collectGarbage');
      return ((await call('Runtime.getHeapUsage')) as { usedSize: number }).usedSize;
    },
    close: web.end,
  };
}
