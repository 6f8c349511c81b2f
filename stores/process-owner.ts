import { randomUUID } from 'node:crypto';
import { errorCode } from './error-code';

/** How a process signs what it holds: `<pid>:<nonce>`, for a process number is used again after a crash. */
export function createOwner(): string {
  return `${process.pid}:${randomUUID()}`;
}

/** Whether the process that signed may still live. Our own process number with another nonce is a dead one's. */
export function ownerIsAlive(holder: string, own: string): boolean {
  if (holder === own) return true;
  const pid = pidOf(holder);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === pidOf(own)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return errorCode(error) === 'EPERM';
  }
}

function pidOf(owner: string): number {
  return Number(owner.split(':')[0]);
}
