import { CancellationScope } from '@temporalio/workflow';
import type { TapePage, WorkflowInput } from '../../contracts/plan';
import { readTape as readPage } from './activities';
import { runAll } from './bounded';

const PAGES_AT_ONCE = 10;

/** Reads the tape of a fork that was too long to come with its start; a cancel has its effect afterwards. */
export function readTape({ organizationId }: WorkflowInput, pages: number): Promise<TapePage[]> {
  const reads = Array.from(
    { length: pages },
    (_, page) => () => readPage.executeWithOptions({ summary: 'execution · read what is done' }, [{ organizationId, page }]),
  );
  return CancellationScope.nonCancellable(() => runAll(reads, PAGES_AT_ONCE));
}
