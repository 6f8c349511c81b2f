import { readFileSync } from 'node:fs';
import type { Config } from '../contracts/config';
import { type Limits, parseLimits } from '../contracts/limits';

/** The limits of providers: `STUDIO_LIMITS` is JSON or names a file of it. Throws one sentence when they are not valid. */
export function readLimits({ STUDIO_LIMITS: given = '{}' }: Pick<Config, 'STUDIO_LIMITS'>): Limits {
  return parseLimits(given.trimStart().startsWith('{') ? given : readFile(given));
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`STUDIO_LIMITS names the file ${path}, which cannot be read`, { cause: error });
  }
}
