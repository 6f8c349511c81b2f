import type { PrepareInput } from '../contracts/activities';
import { hardTimeLimit } from '../contracts/budget';
import { LOCAL_ORGANIZATION } from '../contracts/constants';
import type { Workflow } from '../contracts/entities';
import type { ChildStart, OutsideStart, OwnSteps, StartRecord, WorkflowInput } from '../contracts/plan';
import { Problem } from '../contracts/problem';
import { type SentInput, toRunArguments } from '../contracts/sent-input';
import { step as stepSchema } from '../contracts/steps';
import { checkBudget } from '../plans/check-budget';
import { toPlanStep } from '../plans/to-plan-step';
import { toStartRecord } from '../plans/to-start-record';
import type { ActivityDependencies } from './dependencies';
import { executionIdHere, finalFailure } from './running-call';

/**
 * Pins an execution that was started with Temporal's own client, or whose workflow is somebody's own: what the API
 * does before it starts one; or begins one that a `workflow` step has started. A repeat gives what stands.
 */
export function createPrepare({ executions, definitions, defaultModel, prices = {}, live }: ActivityDependencies) {
  return async (input: PrepareInput): Promise<SentInput> => {
    const [sent] = toRunArguments(await pin(input), []);
    return sent;
  };

  async function pin(input: PrepareInput): Promise<WorkflowInput> {
    const executionId = executionIdHere();
    const organizationId = input.organizationId ?? LOCAL_ORGANIZATION;
    if ('parent' in input) return prepareChild(executionId, input);
    const standing =
      (await executions.getStart(organizationId, executionId)) ?? (await executions.putStart(await toRecord(executionId, input)));
    await executions.listStarted(organizationId, executionId);
    const timeBudgetMs = hardTimeLimit(standing.budget);
    return {
      organizationId,
      root: await toPlanStep(standing.plan, organizationId, definitions),
      ...(timeBudgetMs !== undefined && { timeBudgetMs }),
    };
  }

  /** Its record was written before it was started. That it has begun is told in its parent's feed. */
  async function prepareChild(executionId: string, { organizationId, parent, heartbeatTimeoutMs }: ChildStart): Promise<WorkflowInput> {
    const start = await executions.getStart(organizationId, executionId);
    if (start === null) throw finalFailure('plan_incomplete', `The start record of execution ${executionId} is missing`);
    await executions.listStarted(organizationId, executionId);
    await executions.appendFacts(organizationId, parent.executionId, [
      { type: 'childStarted', stepPath: parent.stepPath, childExecutionId: executionId },
    ]);
    live.committed(parent.executionId);
    const root = await toPlanStep(start.plan, organizationId, definitions);
    // A fork's goes on where its original stood.
    const pages = start.forkedFrom === undefined ? 0 : (await executions.readTape(organizationId, executionId)).length;
    const tape = pages > 0 && { tapePages: pages };
    return { organizationId, root, heartbeatTimeoutMs, timeBudgetMs: hardTimeLimit(start.budget), parent, ...tape };
  }

  async function toRecord(executionId: string, input: OutsideStart | OwnSteps): Promise<StartRecord> {
    try {
      const workflow = 'workflow' in input ? await find(input.workflow, input.organizationId) : toOwnWorkflow(input);
      const record = await toStartRecord({ definitions, defaultModel, prices }, { executionId, workflow, input: input.input });
      checkBudget(record, (await executions.getOrganizationBudget(record.organizationId)).budget);
      return 'workflow' in input ? record : { ...record, workflowId: null, workflowRevision: null };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const places = (error.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
      throw finalFailure(error.code, [error.message, ...places].join('; '), error);
    }
  }

  async function find(reference: string, organizationId = LOCAL_ORGANIZATION): Promise<Workflow> {
    const workflow = await definitions.workflows.find(organizationId, reference);
    return workflow ?? Promise.reject(new Problem('not_found', `There is no workflow ${reference}; pass its id or its name`));
  }
}

/** The steps of somebody's own workflow hang below one root, so that each has a path. */
function toOwnWorkflow({ name, steps, organizationId = LOCAL_ORGANIZATION }: OwnSteps): Workflow {
  const root = stepSchema.safeParse({ id: 'own', type: 'sequential', steps });
  if (!root.success) {
    const errors = root.error.issues.map(({ path, code, message }) => ({ path: `/${path.join('/')}`, code, message }));
    throw new Problem('invalid_definition', 'The steps cannot run', { errors });
  }
  const now = new Date().toISOString();
  return { id: '', organizationId, name, description: '', root: root.data, revision: 0, createdAt: now, updatedAt: now };
}
