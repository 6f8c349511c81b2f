import { type Budget, hardTimeLimit } from '../contracts/budget';
import type { Workflow } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { StartRecord } from '../contracts/plan';
import { checkBudget } from '../plans/check-budget';
import { toPlanStep } from '../plans/to-plan-step';
import { toStartRecord } from '../plans/to-start-record';
import type { ApiDependencies } from './dependencies';
import { forkChildren } from './fork/fork-children';

interface StartRequest {
  organizationId: string;
  /** The same on every try of one request. */
  executionId: string;
  workflow: Workflow;
  input: Json | undefined;
  /** In place of the workflow's. */
  budget?: Budget;
}

/** Starts an execution of a workflow as {@link startRecorded} does. Throws `invalid_input` and `invalid_definition` too. */
export function startExecution(dependencies: ApiDependencies, request: StartRequest): Promise<string> {
  return startRecorded(dependencies, request, () => toStartRecord({ prices: {}, ...dependencies }, request));
}

/**
 * Starts an execution and returns its id: start record, then Temporal workflow, then row (design §2). Each of the
 * three is put-if-absent, so a repeat goes on where a crash stopped it, with the plan of the first try; `toRecord` is
 * asked only at the first, and `put` writes what it gives. Throws what these throw, `budget_needs_price`, and
 * `EngineUnavailable`, after which nothing is listed.
 */
export async function startRecorded(
  { executions, engine, definitions }: Pick<ApiDependencies, 'executions' | 'engine' | 'definitions'>,
  { organizationId, executionId }: Pick<StartRequest, 'organizationId' | 'executionId'>,
  toRecord: () => Promise<StartRecord>,
  put = executions.putStart,
): Promise<string> {
  const standing = (await executions.getStart(organizationId, executionId)) ?? (await put(await toChecked()));
  // Before the engine knows of it, for what it finds there it does not make anew.
  await forkChildren({ executions }, standing);
  const root = await toPlanStep(standing.plan, organizationId, definitions);
  const tape = standing.forkedFrom === undefined ? undefined : await executions.readTape(organizationId, executionId);
  await engine.start({
    executionId,
    organizationId,
    workflowId: standing.workflowId,
    name: standing.name,
    root,
    timeBudgetMs: hardTimeLimit(standing.budget),
    inputs: Object.keys(standing.plan.inputs ?? {}),
    tape,
  });
  await executions.listStarted(organizationId, executionId);
  return executionId;

  async function toChecked(): Promise<StartRecord> {
    const record = await toRecord();
    checkBudget(record, (await executions.getOrganizationBudget(organizationId)).budget);
    return record;
  }
}
