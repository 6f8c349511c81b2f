import { CancellationScope } from '@temporalio/workflow';

/**
 * Runs all, at most `limit` at once, and gives the results in order. When one fails, no other is started, the
 * running ones are cancelled and waited for, and the first failure is thrown.
 */
export async function runAll<T>(starts: (() => Promise<T>)[], limit = starts.length): Promise<T[]> {
  const results: T[] = [];
  const queue = starts.entries();
  const scope = new CancellationScope();
  return scope.run(async () => {
    const work = async () => {
      for (const [index, start] of queue) results[index] = await start();
    };
    const running = Array.from({ length: Math.min(limit, starts.length) }, work);
    try {
      await Promise.all(running);
      return results;
    } catch (error) {
      // Nothing is left for the others to take up.
      for (const _ of queue);
      scope.cancel();
      await Promise.allSettled(running);
      throw error;
    }
  });
}
