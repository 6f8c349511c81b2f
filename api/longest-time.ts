import { toMilliseconds } from '../contracts/duration';

const LONGEST_TIME = '3650d';

export const TIME_ALLOWED = `Write a time from 1ms to ${LONGEST_TIME}`;

/** Temporal refuses such a time when the step begins, which is too late. */
export function isTooLong(milliseconds: number): boolean {
  return milliseconds === 0 || milliseconds > toMilliseconds(LONGEST_TIME);
}
