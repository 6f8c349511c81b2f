import { Context } from '@temporalio/activity';
import type { ReadTapeInput } from '../contracts/activities';
import type { TapePage } from '../contracts/plan';
import { createBoundedCache } from './bounded-cache';
import type { ActivityDependencies } from './dependencies';

/** Forks whose pages are kept, for a workflow asks for them one after the other. */
const FORKS_KEPT = 4;

/** Gives a page of what is done in a fork. None of it changes before the first run has all of them. */
export function createReadTape({ executions }: ActivityDependencies) {
  const tapes = createBoundedCache<TapePage[]>(FORKS_KEPT);

  return async ({ organizationId, page }: ReadTapeInput): Promise<TapePage> => {
    const { workflowExecution } = Context.current().info;
    if (workflowExecution === undefined) throw new Error('A tape is read only inside a workflow');
    const { workflowId, runId } = workflowExecution;
    // By run: one that was reset to its beginning has done more by then.
    const pages = await tapes(`${organizationId}/${workflowId}/${runId}`, () => executions.readTape(organizationId, workflowId));
    return pages[page] ?? [];
  };
}
