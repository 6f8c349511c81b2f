import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Whether a process with this id exists. Ids are reused: ask {@link commandLine} what it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The arguments of a living process joined by blanks; empty when there is none, or only its remains. */
export function commandLine(pid: number): string {
  if (!isAlive(pid)) {
    return '';
  }
  try {
    return existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
      : execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // It ended between the question and the look.
    return '';
  }
}

/** Whether a living process has all of these texts in its command line. */
export function isProcess(pid: number, ...texts: string[]): boolean {
  const line = commandLine(pid);
  return line !== '' && texts.every((text) => line.includes(text));
}
