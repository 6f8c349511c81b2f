import { LIMIT } from '../contracts/constants';
import type { WorkflowBody } from '../contracts/entities';
import { Problem, type ProblemDetail } from '../contracts/problem';
import { checkSchema } from '../expressions/json-schema';
import { agentReferencesOf } from '../plans/references';
import { type PlacedStep, walkSteps } from '../plans/walk-steps';
import { findWorkflows } from '../plans/workflow-tree';
import { checkStep } from './check-step';
import type { ApiDependencies } from './dependencies';

const MOST_MISTAKES = 100;

/**
 * Refuses a workflow that cannot run: throws `definition_too_deep`, `definition_too_large`, `workflow_cycle` or
 * `invalid_definition` with a JSON Pointer for each mistake. `id` is that of the workflow that it replaces.
 */
export async function validateWorkflow(
  body: WorkflowBody,
  organizationId: string,
  dependencies: Pick<ApiDependencies, 'definitions' | 'tools'>,
  id?: string,
): Promise<void> {
  const steps = [...walkSteps(body.root)];
  checkSize(steps);
  const all = new Set(steps.map(({ step }) => step.id));
  const errors = [
    ...(body.inputSchema === undefined ? [] : checkSchema(body.inputSchema, '/inputSchema')),
    ...checkIds(steps),
    ...(await checkAgents(steps, organizationId, dependencies)),
    ...(await checkWorkflows(steps, body.name, organizationId, dependencies)),
    ...steps.flatMap(({ step, path, before, names }) => checkStep(step, path, { before, all, names }, dependencies.tools)),
  ];
  if (errors.length > 0) {
    throw new Problem('invalid_definition', 'Correct the places listed in errors', { errors: errors.slice(0, MOST_MISTAKES) });
  }
  const { workflows } = dependencies.definitions;
  await findWorkflows({ ...body, id }, (reference) => workflows.find(organizationId, reference));
}

function checkSize(steps: PlacedStep[]): void {
  const tooDeep = steps.find(({ level }) => level > LIMIT.definitionDepth);
  if (tooDeep !== undefined) {
    const message = `At most ${LIMIT.definitionDepth} levels of steps are allowed`;
    throw new Problem('definition_too_deep', message, { errors: [{ path: tooDeep.path, code: 'definition_too_deep', message }] });
  }
  const tooMany = steps[LIMIT.definitionSteps];
  if (tooMany !== undefined) {
    const message = `At most ${LIMIT.definitionSteps} steps are allowed; this definition has ${steps.length}`;
    throw new Problem('definition_too_large', message, { errors: [{ path: tooMany.path, code: 'definition_too_large', message }] });
  }
}

function checkIds(steps: PlacedStep[]): ProblemDetail[] {
  const first = new Map<string, string>();
  return steps.flatMap(({ step, path }) => {
    const earlier = first.get(step.id);
    if (earlier === undefined) {
      first.set(step.id, path);
      return [];
    }
    return [{ path: `${path}/id`, code: 'duplicate_id', message: `The step at ${earlier} has the id ${step.id} already` }];
  });
}

async function checkAgents(
  steps: PlacedStep[],
  organizationId: string,
  { definitions }: Pick<ApiDependencies, 'definitions'>,
): Promise<ProblemDetail[]> {
  const known = new Map<string, boolean>();
  const mistakes: ProblemDetail[] = [];
  for (const { step, path } of steps) {
    for (const { reference, pointer } of agentReferencesOf(step)) {
      const exists = known.get(reference) ?? (await definitions.agents.find(organizationId, reference)) !== null;
      known.set(reference, exists);
      const message = `There is no agent ${reference}; create it first`;
      if (!exists) mistakes.push({ path: `${path}${pointer}`, code: 'unknown_agent', message });
    }
  }
  return mistakes;
}

async function checkWorkflows(
  steps: PlacedStep[],
  ownName: string,
  organizationId: string,
  { definitions }: Pick<ApiDependencies, 'definitions'>,
): Promise<ProblemDetail[]> {
  const mistakes: ProblemDetail[] = [];
  for (const { step, path } of steps) {
    if (step.type !== 'workflow' || step.workflow === ownName) continue;
    if ((await definitions.workflows.find(organizationId, step.workflow)) !== null) continue;
    const message = `There is no workflow ${step.workflow}; create it first`;
    mistakes.push({ path: `${path}/workflow`, code: 'unknown_workflow', message });
  }
  return mistakes;
}
