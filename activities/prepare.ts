import { Context } from '@temporalio/activity';
import type { PrepareInput } from '../contracts/activities';
import { LOCAL_ORGANIZATION } from '../contracts/constants';
import type { Workflow } from '../contracts/entities';
import type { StartRecord, WorkflowInput } from '../contracts/plan';
import { Problem } from '../contracts/problem';
import { step as stepSchema } from '../contracts/steps';
import { toPlanStep } from '../plans/to-plan-step';
import { toStartRecord } from '../plans/to-start-record';
import type { ActivityDependencies } from './dependencies';
import { finalFailure } from './running-call';

/**
 * Pins an execution that was started with Temporal's own client, or whose workflow is somebody's own: what the API
 * does before it starts one. A repeat gives what stands.
 */
export function createPrepare({ executions, definitions, defaultModel }: ActivityDependencies) {
  return async (input: PrepareInput): Promise<WorkflowInput> => {
    const executionId = Context.current().info.workflowExecution?.workflowId;
    if (executionId === undefined) throw new Error('An execution is prepared only inside a workflow');
    const organizationId = input.organizationId ?? LOCAL_ORGANIZATION;
    const standing =
      (await executions.getStart(organizationId, executionId)) ?? (await executions.putStart(await toRecord(executionId, input)));
    await executions.listStarted(organizationId, executionId);
    return { organizationId, root: await toPlanStep(standing.plan, organizationId, definitions) };
  };

  async function toRecord(executionId: string, input: PrepareInput): Promise<StartRecord> {
    try {
      const workflow = 'workflow' in input ? await find(input.workflow, input.organizationId) : toOwnWorkflow(input);
      const record = await toStartRecord({ definitions, defaultModel }, { executionId, workflow, input: input.input });
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
function toOwnWorkflow({ name, steps, organizationId = LOCAL_ORGANIZATION }: Extract<PrepareInput, { steps: unknown }>): Workflow {
  const root = stepSchema.safeParse({ id: 'own', type: 'sequential', steps });
  if (!root.success) {
    const errors = root.error.issues.map(({ path, code, message }) => ({ path: `/${path.join('/')}`, code, message }));
    throw new Problem('invalid_definition', 'The steps cannot run', { errors });
  }
  const now = new Date().toISOString();
  return { id: '', organizationId, name, description: '', root: root.data, revision: 0, createdAt: now, updatedAt: now };
}
