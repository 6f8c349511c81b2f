import type { PrepareInput } from '../../contracts/activities';
import type { WorkflowInput } from '../../contracts/plan';
import { withRoot } from '../../contracts/sent-input';
import { prepare, readRoot } from './activities';
import { runAll } from './bounded';

const PIECES_AT_ONCE = 10;

/** Has an execution pinned that comes without a plan. */
export async function prepareInput(start: PrepareInput, summary: string): Promise<WorkflowInput> {
  const input = await prepare.executeWithOptions({ summary }, [start]);
  if ('root' in input) return input;
  const { organizationId, rootPieces } = input;
  const reads = Array.from(
    { length: rootPieces },
    (_, piece) => () => readRoot.executeWithOptions({ summary: 'execution · read the plan' }, [{ organizationId, piece }]),
  );
  return withRoot(input, await runAll(reads, PIECES_AT_ONCE));
}
