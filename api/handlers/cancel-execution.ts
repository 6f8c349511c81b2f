import { cancelRunning } from '../cancel-running';
import type { Handler } from './handler';

/** Asks an execution to stop; it ends as `cancelled` once its calls have let go. */
export const cancelExecution: Handler<'cancelExecution'> = async ({ params }, { organizationId, dependencies }) => ({
  status: 202,
  body: await cancelRunning(dependencies, organizationId, params.id),
});
