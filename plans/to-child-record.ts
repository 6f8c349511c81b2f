import type { Execution } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { PinnedWorkflow, Plan, StartRecord } from '../contracts/plan';
import { Problem } from '../contracts/problem';
import type { Step } from '../contracts/steps';
import { describeMistakes } from '../expressions/json-schema';
import { agentReferencesOf } from './references';
import { walkSteps } from './walk-steps';

interface ChildPlace {
  executionId: string;
  /** Of the workflow in the parent's plan. */
  workflowId: string;
  parent: NonNullable<Execution['parent']>;
  /** The step's input. */
  text: string;
}

/** What is pinned of the execution that a `workflow` step runs: what its parent pinned. Throws `invalid_input`. */
export function toChildRecord(start: StartRecord, { executionId, workflowId, parent, text }: ChildPlace): StartRecord {
  const pinned = start.plan.workflows?.[workflowId];
  if (pinned === undefined) throw new Error(`The plan names the workflow ${workflowId} but does not pin it`);
  return {
    executionId,
    organizationId: start.organizationId,
    workflowId,
    workflowRevision: pinned.revision,
    name: pinned.name,
    plan: partOf(start.plan, pinned.root),
    input: toInput(pinned, text),
    startedAt: new Date().toISOString(),
    ...(pinned.budget && { budget: pinned.budget }),
    parent,
  };
}

/** The text; where the workflow's inputSchema takes no string, the JSON that it is. */
function toInput({ name, inputSchema }: PinnedWorkflow, text: string): Json {
  const mistake = inputSchema === undefined ? null : describeMistakes(inputSchema, text, 'input');
  if (inputSchema === undefined || mistake === null) return text;
  const data = toJson(text);
  const remaining = data === undefined ? mistake : describeMistakes(inputSchema, data, 'input');
  if (data !== undefined && remaining === null) return data;
  throw new Problem('invalid_input', `The input does not fit the inputSchema of the workflow ${name}: ${remaining}`);
}

function toJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** As much of a plan as a tree in it needs. */
export function partOf(plan: Plan, root: Step): Plan {
  const agents: Plan['agents'] = {};
  const workflows: NonNullable<Plan['workflows']> = {};
  const visit = (tree: Step): void => {
    for (const { step } of walkSteps(tree)) {
      for (const { reference } of agentReferencesOf(step)) {
        const agent = plan.agents[reference];
        if (agent !== undefined) agents[reference] = agent;
      }
      const inner = step.type === 'workflow' ? plan.workflows?.[step.workflow] : undefined;
      if (step.type !== 'workflow' || inner === undefined || workflows[step.workflow] !== undefined) continue;
      workflows[step.workflow] = inner;
      visit(inner.root);
    }
  };
  visit(root);
  return { root, agents, ...(Object.keys(workflows).length > 0 && { workflows }) };
}
