import { Context } from '@temporalio/activity';
import type { FlushInput, FlushResult } from '../contracts/activities';
import type { ActivityDependencies } from './dependencies';

/** Writes facts that no call will carry, and with `ending` the terminal event; returns the ending that stands. */
export function createFlush({ executions, live }: ActivityDependencies) {
  return async ({ organizationId, facts, ending }: FlushInput): Promise<FlushResult> => {
    const executionId = Context.current().info.workflowExecution?.workflowId;
    if (executionId === undefined) throw new Error('A flush runs only inside a workflow');
    if (ending === undefined) {
      await executions.appendFacts(organizationId, executionId, facts);
      live.committed(executionId);
      return {};
    }
    const standing = await executions.close(organizationId, executionId, facts, ending);
    live.committed(executionId);
    return { ending: standing };
  };
}
