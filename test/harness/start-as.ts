import type { ModelChoice } from '../../contracts/entities';
import { type StepInput, step as stepSchema } from '../../contracts/steps';
import { resolvePlan } from '../../plans/resolve-plan';
import { toPlanStep } from '../../plans/to-plan-step';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import type { EngineRig } from './engine-rig';

export interface StartAs {
  organizationId: string;
  executionId: string;
  root: StepInput;
  model?: ModelChoice;
  weightOf?: (organizationId: string) => number;
}

/** Starts an execution for an organization, as the API would if there were more than the local one. */
export async function startAs(
  { executions, definitions, client, taskQueue }: EngineRig,
  { organizationId, executionId, root, model = { provider: 'openai', name: 'fake' }, weightOf }: StartAs,
): Promise<void> {
  const startedAt = new Date().toISOString();
  const about = { executionId, organizationId, workflowId: null, name: executionId };
  const workflow = {
    ...about,
    id: '',
    description: '',
    root: stepSchema.parse(root),
    revision: 0,
    createdAt: startedAt,
    updatedAt: startedAt,
  };
  const plan = await resolvePlan(workflow, definitions, model);
  await executions.putStart({ ...about, workflowRevision: null, plan, input: null, startedAt });
  // So many starts at once take longer than the API would wait.
  const engine = createTemporalEngine(() => client, { taskQueue, weightOf, deadlineMs: 60_000 });
  await engine.start({ ...about, root: await toPlanStep(plan, organizationId, definitions) });
  await executions.listStarted(organizationId, executionId);
}
