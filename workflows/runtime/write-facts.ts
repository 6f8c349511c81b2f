import { CancellationScope } from '@temporalio/workflow';
import type { Ending, Fact, WorkflowInput } from '../../contracts/plan';
import { flush } from './activities';

/** Facts in one activity. */
const FACTS_A_FLUSH = 500;

/**
 * Publishes facts that no call will carry, and with `ending` the end; a cancel does not reach it. Returns the ending
 * that stands.
 */
export function writeFacts(execution: WorkflowInput, summary: string, facts: Fact[], ending?: Ending): Promise<Ending | undefined> {
  return CancellationScope.nonCancellable(async () => {
    const { organizationId } = execution;
    let from = 0;
    for (; facts.length - from > FACTS_A_FLUSH; from += FACTS_A_FLUSH) {
      await flush.executeWithOptions({ summary }, [{ organizationId, facts: facts.slice(from, from + FACTS_A_FLUSH) }]);
    }
    const last = { organizationId, facts: facts.slice(from), ...(ending && { ending }) };
    return (await flush.executeWithOptions({ summary }, [last])).ending;
  });
}
