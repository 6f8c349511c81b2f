import { CancellationScope } from '@temporalio/workflow';
import type { FlushInput, FlushResult } from '../../contracts/activities';
import type { Fact, WorkflowInput } from '../../contracts/plan';
import { flush } from './activities';

/** Facts in one activity. */
const FACTS_A_FLUSH = 500;

/** Publishes facts that no call will carry, with the last of them what `more` says; a cancel does not reach it. */
export function writeFacts(
  execution: WorkflowInput,
  summary: string,
  facts: Fact[],
  more: Pick<FlushInput, 'ending' | 'children'> = {},
): Promise<FlushResult> {
  return CancellationScope.nonCancellable(async () => {
    const { organizationId } = execution;
    let from = 0;
    for (; facts.length - from > FACTS_A_FLUSH; from += FACTS_A_FLUSH) {
      await flush.executeWithOptions({ summary }, [{ organizationId, facts: facts.slice(from, from + FACTS_A_FLUSH) }]);
    }
    return flush.executeWithOptions({ summary }, [{ organizationId, facts: facts.slice(from), ...more }]);
  });
}
