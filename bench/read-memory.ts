import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB, as Linux counts it. */
export function readMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status does not say how much memory is resident`);
  return Number(kilobytes) / 1024;
}
