import { createHash } from 'node:crypto';
import type { Execution } from '../contracts/entities';

/** The id of the execution that a `workflow` step runs: the same for every run and attempt of the same step of the same execution. */
export function toChildId({ executionId, stepPath }: NonNullable<Execution['parent']>): string {
  return `exe_${createHash('sha256').update(`${executionId} ${stepPath}`).digest('hex').slice(0, 32)}`;
}
