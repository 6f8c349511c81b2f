import type { Response } from 'express';
import { createId } from './create-id';

const HEADER = 'X-Request-Id';

/** Gives an answer its id; never one from outside, for it names lines of our log. */
export function setRequestId(response: Response): void {
  response.set(HEADER, createId('req'));
}

export function requestIdOf(response: Response): string {
  return String(response.get(HEADER));
}
