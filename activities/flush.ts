import type { FlushInput, FlushResult } from '../contracts/activities';
import { hasEnded } from '../contracts/entities';
import type { ActivityDependencies } from './dependencies';
import { executionIdHere } from './running-call';

/**
 * Writes facts that no call will carry, and with `ending` the terminal event; returns the ending that stands. Of
 * `children` it tells which have ended.
 */
export function createFlush({ executions, live }: ActivityDependencies) {
  return async ({ organizationId, facts, ending, children = [] }: FlushInput): Promise<FlushResult> => {
    const executionId = executionIdHere();
    if (ending !== undefined) {
      const standing = await executions.close(organizationId, executionId, facts, ending);
      live.committed(executionId);
      return { ending: standing };
    }
    await executions.appendFacts(organizationId, executionId, facts);
    live.committed(executionId);
    const endedChildren: string[] = [];
    for (const child of children) {
      const found = await executions.get(organizationId, child);
      if (found !== null && hasEnded(found.status)) endedChildren.push(child);
    }
    return endedChildren.length === 0 ? {} : { endedChildren };
  };
}
