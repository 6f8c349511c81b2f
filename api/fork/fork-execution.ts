import type { Budget } from '../../contracts/budget';
import type { Edit } from '../../contracts/edits';
import type { Execution } from '../../contracts/entities';
import { hasEnded } from '../../contracts/entities';
import type { StartRecord } from '../../contracts/plan';
import { Problem } from '../../contracts/problem';
import { found } from '../handlers/found';
import { isOwnWorkflow } from '../is-own-workflow';
import { startRecorded } from '../start-execution';
import { editPlan } from './edit-plan';
import { editRecords, type PlacedEdit, toMistakes } from './edit-records';
import { findRepeated } from './find-repeated';
import type { ForkDependencies } from './fork-dependencies';
import { invalidEdits, invalidSuperstep } from './mistakes';
import { toTarget } from './to-target';

export interface ForkRequest {
  organizationId: string;
  /** Of the new execution; the same on every try of one request. */
  executionId: string;
  /** Of the one that it begins as. */
  source: string;
  /** In place of the source's. */
  budget?: Budget;
}

interface How {
  superstep: number;
  kind: 'fork' | 'retry';
  edits: readonly Edit[];
}

/**
 * Starts a new execution that has what another had at a superstep, but for the edits. Throws as `startRecorded` does,
 * and `invalid_superstep` and `invalid_edit`.
 */
export async function forkExecution(
  dependencies: ForkDependencies,
  request: ForkRequest,
  { superstep, edits = [] }: { superstep: number; edits?: readonly Edit[] },
): Promise<Execution> {
  return start(dependencies, request, { superstep, kind: 'fork', edits });
}

/** The same with all that was answered, for one that ended without completing; 409 `not_retryable` for any other. */
export async function retryExecution(dependencies: ForkDependencies, request: ForkRequest): Promise<Execution> {
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
  return start(dependencies, request, { superstep, kind: 'retry', edits: [] });
}

async function start(dependencies: ForkDependencies, request: ForkRequest, how: How): Promise<Execution> {
  const { executions } = dependencies;
  const { organizationId, executionId, source } = request;
  // A deleted one keeps its start record until it is purged.
  found(await executions.get(organizationId, source), 'execution');
  const origin = found(await executions.getStart(organizationId, source), 'execution');
  if (isOwnWorkflow(origin)) {
    throw new Problem('not_retryable', "The execution belongs to a workflow of somebody's own, whose code is not ours to run again");
  }
  const places: PlacedEdit[] = [];
  await startRecorded(
    dependencies,
    { organizationId, executionId },
    async () => {
      const { record, placed } = await toForkRecord(dependencies, request, origin, how);
      places.push(...placed);
      return record;
    },
    (record) => putFork(executions, record, places, how.superstep),
  );
  // What was sent to the source and had no effect there yet is the fork's too.
  await dependencies.postman.send(organizationId, executionId);
  return found(await executions.get(organizationId, executionId), 'execution');
}

/** What is pinned for the fork, and the edits of what was recorded. Throws `invalid_edit`. */
async function toForkRecord(
  dependencies: ForkDependencies,
  { organizationId, executionId, source, budget }: ForkRequest,
  { parent: _nobodysPart, ...origin }: StartRecord,
  { superstep, kind, edits }: How,
): Promise<{ record: StartRecord; placed: PlacedEdit[] }> {
  const of = { organizationId, executionId: source, superstep, plan: origin.plan };
  const { plan, mistakes } = await editPlan(dependencies, of, edits);
  const { placed, mistakes: more } = await editRecords(dependencies, of, edits);
  const all = [...findRepeated(origin.plan, edits), ...mistakes, ...more];
  if (all.length > 0) throw invalidEdits(all);
  const targets = edits.map(toTarget);
  const forkedFrom = { executionId: source, superstep, kind, ...(targets.length > 0 && { edits: targets }) };
  const record = { ...origin, executionId, plan, startedAt: new Date().toISOString(), forkedFrom, ...(budget && { budget }) };
  return { record, placed };
}

async function putFork(
  executions: ForkDependencies['executions'],
  record: StartRecord,
  placed: PlacedEdit[],
  superstep: number,
): Promise<StartRecord> {
  const edits = placed.map((one) => one.record);
  const standing = await executions.fork(record, edits);
  if (standing === null) {
    found(await executions.get(record.organizationId, record.forkedFrom?.executionId ?? ''), 'execution');
    throw invalidSuperstep(superstep);
  }
  if ('refused' in standing) throw invalidEdits(toMistakes(standing.refused, placed, superstep));
  return standing;
}
