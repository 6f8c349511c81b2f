import { type Execution, hasEnded } from '@client';

export type BulkCommand = 'cancel' | 'retry';

/** Those of the chosen that a command makes sense for. */
export function toTargets(command: BulkCommand, chosen: readonly Execution[]): Execution[] {
  return chosen.filter(({ status, cancelRequestedAt }) =>
    command === 'cancel' ? !hasEnded(status) && cancelRequestedAt === undefined : hasEnded(status) && status !== 'completed',
  );
}

export interface BulkResult {
  command: BulkCommand;
  done: number;
  failures: { name: string; message: string }[];
}

/** Does `run` for each, at most `atOnce` at a time; a failure of one does not stop the others. */
export async function runBulk(
  command: BulkCommand,
  targets: readonly Execution[],
  run: (execution: Execution) => Promise<unknown>,
  atOnce = 6,
): Promise<BulkResult> {
  const result: BulkResult = { command, done: 0, failures: [] };
  const waiting = targets[Symbol.iterator]();
  const work = async () => {
    for (const execution of { [Symbol.iterator]: () => waiting }) {
      try {
        await run(execution);
        result.done += 1;
      } catch (error) {
        result.failures.push({ name: execution.name, message: error instanceof Error ? error.message : String(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return result;
}
