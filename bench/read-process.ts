import { readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of this many milliseconds. */
const TICK_MS = 10;

/** Resident memory of a process in MB, as Linux counts it. */
export function readMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status does not say how much memory is resident`);
  return Number(kilobytes) / 1024;
}

/** Processor time that a process has used so far, in milliseconds: unlike its duration, no busy neighbour changes it much. */
export function readProcessorTime(pid: number): number {
  // The name of the program, in brackets, may hold anything; the fields are counted after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
