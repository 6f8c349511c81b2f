import type { Budget } from '../contracts/budget';
import type { ModelChoice, Workflow } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { StartRecord } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { PriceList } from '../contracts/prices';
import { Problem } from '../contracts/problem';
import { validateValue } from '../expressions/json-schema';
import { resolvePlan } from './resolve-plan';

interface NewExecution {
  executionId: string;
  workflow: Workflow;
  input?: Json;
  /** In place of the workflow's. */
  budget?: Budget;
}

/**
 * What is pinned when an execution of a workflow is started. Throws `invalid_input` when the input does not fit the
 * inputSchema, and `invalid_definition` when an agent is gone.
 */
export async function toStartRecord(
  { definitions, defaultModel, prices }: { definitions: DefinitionStore; defaultModel: ModelChoice; prices: PriceList },
  { executionId, workflow, input = null, budget = workflow.budget }: NewExecution,
): Promise<StartRecord> {
  if (workflow.inputSchema !== undefined) {
    const errors = validateValue(workflow.inputSchema, input, '/input');
    if (errors.length > 0) throw new Problem('invalid_input', 'Send an input that fits the inputSchema of the workflow', { errors });
  }
  return {
    executionId,
    organizationId: workflow.organizationId,
    workflowId: workflow.id,
    workflowRevision: workflow.revision,
    name: workflow.name,
    plan: await resolvePlan(workflow, definitions, defaultModel, prices),
    input,
    startedAt: new Date().toISOString(),
    ...(budget && { budget }),
  };
}
