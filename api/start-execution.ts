import type { Workflow } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { StartRecord } from '../contracts/plan';
import { Problem } from '../contracts/problem';
import { validateValue } from '../expressions/json-schema';
import type { ApiDependencies } from './dependencies';
import { resolvePlan } from './resolve-plan';
import { toPlanStep } from './to-plan-step';

interface StartRequest {
  organizationId: string;
  /** The same on every try of one request. */
  executionId: string;
  workflow: Workflow;
  input: Json | undefined;
}

/** Starts an execution of a workflow as {@link startRecorded} does. Throws `invalid_input` and `invalid_definition` too. */
export function startExecution(dependencies: ApiDependencies, request: StartRequest): Promise<string> {
  return startRecorded(dependencies, request, () => toStartRecord(dependencies, request));
}

/**
 * Starts an execution and returns its id: start record, then Temporal workflow, then row (design §2). Each of the
 * three is put-if-absent, so a repeat goes on where a crash stopped it, with the plan of the first try; `toRecord` is
 * asked only at the first. Throws what that throws, and `EngineUnavailable`, after which nothing is listed.
 */
export async function startRecorded(
  { executions, engine, definitions }: ApiDependencies,
  { organizationId, executionId }: Pick<StartRequest, 'organizationId' | 'executionId'>,
  toRecord: () => Promise<StartRecord>,
): Promise<string> {
  const standing = (await executions.getStart(organizationId, executionId)) ?? (await executions.putStart(await toRecord()));
  const root = await toPlanStep(standing.plan, organizationId, definitions);
  await engine.start({ executionId, organizationId, workflowId: standing.workflowId, name: standing.name, root });
  await executions.listStarted(organizationId, executionId);
  return executionId;
}

async function toStartRecord(dependencies: ApiDependencies, request: StartRequest): Promise<StartRecord> {
  const { organizationId, executionId, workflow } = request;
  const input = request.input ?? null;
  if (workflow.inputSchema !== undefined) {
    const errors = validateValue(workflow.inputSchema, input, '/input');
    if (errors.length > 0) throw new Problem('invalid_input', 'Send an input that fits the inputSchema of the workflow', { errors });
  }
  return {
    executionId,
    organizationId,
    workflowId: workflow.id,
    workflowRevision: workflow.revision,
    name: workflow.name,
    plan: await resolvePlan(workflow, dependencies.definitions, dependencies.defaultModel),
    input,
    startedAt: new Date().toISOString(),
  };
}
