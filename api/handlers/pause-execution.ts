import { setPaused } from '../pause-running';
import type { Handler } from './handler';

/** Holds an execution before its next call, until it is resumed. */
export const pauseExecution: Handler<'pauseExecution'> = async ({ params }, { organizationId, newId, dependencies }) => ({
  status: 202,
  body: await setPaused(dependencies, { organizationId, executionId: params.id, letterId: newId, paused: true }),
});
