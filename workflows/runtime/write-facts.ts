import { CancellationScope } from '@temporalio/workflow';
import type { FlushInput, FlushResult } from '../../contracts/activities';
import type { Fact, WorkflowInput } from '../../contracts/plan';
import { flush } from './activities';
import { toParts } from './fact-parts';
import { Strand } from './strand';

/** Facts in one activity, however short they are. */
const FACTS_A_FLUSH = 500;

/** The strand of a whole execution. */
export function createStrand({ organizationId }: WorkflowInput): Strand {
  return new Strand((facts) => flush.executeWithOptions({ summary: 'execution · record what happened' }, [{ organizationId, facts }]));
}

/** Publishes facts that no call will carry, with the last of them what `more` says; a cancel does not reach it. */
export function writeFacts(
  execution: WorkflowInput,
  summary: string,
  facts: Fact[],
  more: Pick<FlushInput, 'ending' | 'children'> = {},
): Promise<FlushResult> {
  return CancellationScope.nonCancellable(async () => {
    const { organizationId } = execution;
    const parts = toParts(facts, FACTS_A_FLUSH);
    const last = parts.pop() ?? [];
    for (const part of parts) await flush.executeWithOptions({ summary }, [{ organizationId, facts: part }]);
    return flush.executeWithOptions({ summary }, [{ organizationId, facts: last, ...more }]);
  });
}
