import type { Budget } from '../contracts/budget';
import type { Execution } from '../contracts/entities';
import { hasEnded } from '../contracts/entities';
import { Problem } from '../contracts/problem';
import type { ApiDependencies } from './dependencies';
import { found } from './handlers/found';
import { startRecorded } from './start-execution';

export interface ForkRequest {
  organizationId: string;
  /** Of the new execution; the same on every try of one request. */
  executionId: string;
  /** Of the one that it begins as. */
  source: string;
  /** In place of the source's. */
  budget?: Budget;
}

/** Starts a new execution that has what another had at a superstep. Throws as `startRecorded` does, and `invalid_superstep`. */
export async function forkExecution(dependencies: ApiDependencies, request: ForkRequest, superstep: number): Promise<Execution> {
  return start(dependencies, request, { superstep, kind: 'fork' });
}

/** The same at the newest superstep, for one that ended without completing; 409 `not_retryable` for any other. */
export async function retryExecution(dependencies: ApiDependencies, request: ForkRequest): Promise<Execution> {
  const { organizationId, source } = request;
  const { status } = found(await dependencies.executions.get(organizationId, source), 'execution');
  if (!hasEnded(status) || status === 'completed') {
    throw new Problem('not_retryable', `The execution is ${status}; only one that ended without completing can be retried`, {
      extra: { state: status },
    });
  }
  const { root } = found(await dependencies.executions.getStart(organizationId, source), 'execution').plan;
  if (await dependencies.executions.hasBeenUndone(organizationId, source, root.id)) {
    const message =
      'What the execution did was undone, so it cannot go on from there; start a new one, or fork it where nothing was done yet';
    throw new Problem('not_retryable', message, { extra: { state: status } });
  }
  const superstep = found(await dependencies.executions.getLastSuperstep(organizationId, source), 'execution');
  return start(dependencies, request, { superstep, kind: 'retry' });
}

async function start(
  dependencies: ApiDependencies,
  { organizationId, executionId, source, budget }: ForkRequest,
  how: { superstep: number; kind: 'fork' | 'retry' },
): Promise<Execution> {
  const { executions } = dependencies;
  const origin = found(await executions.getStart(organizationId, source), 'execution');
  if (origin.workflowId === null && origin.plan.root.type !== 'agent') {
    throw new Problem('not_retryable', "The execution belongs to a workflow of somebody's own, whose code is not ours to run again");
  }
  // It is nobody's part, whatever the source was.
  const { parent: _parent, ...whole } = origin;
  const record = {
    ...whole,
    executionId,
    startedAt: new Date().toISOString(),
    forkedFrom: { executionId: source, ...how },
    ...(budget && { budget }),
  };
  await startRecorded(dependencies, { organizationId, executionId }, async () => record);
  return found(await executions.get(organizationId, executionId), 'execution');
}
