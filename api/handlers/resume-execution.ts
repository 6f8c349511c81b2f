import { setPaused } from '../pause-running';
import type { Handler } from './handler';

/** Lets a paused execution go on. */
export const resumeExecution: Handler<'resumeExecution'> = async ({ params }, { organizationId, newId, dependencies }) => ({
  status: 202,
  body: await setPaused(dependencies, { organizationId, executionId: params.id, letterId: newId, paused: false }),
});
