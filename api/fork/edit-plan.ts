import type { Edit, EditOf } from '../../contracts/edits';
import type { AgentBody } from '../../contracts/entities';
import type { JsonObject } from '../../contracts/json';
import type { PinnedAgent, Plan } from '../../contracts/plan';
import type { ProblemDetail } from '../../contracts/problem';
import { validateValue } from '../../expressions/json-schema';
import { findStep } from '../../plans/find-step';
import { pinModel } from '../../plans/pin-model';
import type { ForkDependencies } from './fork-dependencies';
import { inChild } from './in-child';
import { mistake } from './mistakes';

/** Steps that do not read the text that they get. */
const WITHOUT_INPUT: readonly string[] = ['map', 'approval', 'wait'];

interface Source {
  organizationId: string;
  executionId: string;
  superstep: number;
  plan: Plan;
}

/** The plan of a fork with other agents and inputs; `mistakes` are those of these edits. */
export async function editPlan(
  dependencies: ForkDependencies,
  source: Source,
  edits: readonly Edit[],
): Promise<{ plan: Plan; mistakes: ProblemDetail[] }> {
  const agents = { ...source.plan.agents };
  const inputs = { ...source.plan.inputs };
  const mistakes: ProblemDetail[] = [];
  for (const [index, edit] of edits.entries()) {
    if (edit.type === 'agent') {
      const found = findAgent(source.plan, edit.agent);
      const wrong = found === undefined ? [unknownAgent(index, edit, source.plan)] : checkAgent(index, edit, dependencies);
      mistakes.push(...wrong);
      if (found !== undefined) agents[found.id] = await editAgent(dependencies, source, found, edit);
    } else if (edit.type === 'input') {
      mistakes.push(...(await checkInput(dependencies, source, index, edit)));
      inputs[edit.stepPath] = edit.input;
    }
  }
  return { plan: { ...source.plan, agents, ...(Object.keys(inputs).length > 0 && { inputs }) }, mistakes };
}

function findAgent({ agents }: Plan, reference: string): { id: string; pin: PinnedAgent } | undefined {
  const found = Object.entries(agents).find(([id, { name }]) => id === reference || name === reference);
  return found && { id: found[0], pin: found[1] };
}

function unknownAgent(index: number, { agent }: EditOf<'agent'>, { agents }: Plan): ProblemDetail {
  const names = Object.values(agents).map(({ name }) => name);
  return mistake(index, 'agent', 'unknown_agent', `No agent ${agent} takes part; choose one of ${names.join(', ') || 'none'}`);
}

function checkAgent(
  index: number,
  { instructions, model }: EditOf<'agent'>,
  { models }: Pick<ForkDependencies, 'models'>,
): ProblemDetail[] {
  if (instructions === undefined && model === undefined) {
    return [mistake(index, 'instructions', 'required', 'Give other instructions or another model')];
  }
  if (model === undefined) return [];
  const provider = models.find(({ id }) => id === model.provider);
  if (provider?.configured) return [];
  const known = models.flatMap(({ id, configured }) => (configured ? [id] : []));
  const [code, what] =
    provider === undefined ? ['unknown_provider', 'There is no provider'] : ['provider_not_configured', 'No key is set for'];
  return [mistake(index, 'model/provider', code, `${what} ${model.provider}; choose one of ${known.join(', ')}`)];
}

async function editAgent(
  { definitions, prices = {} }: Pick<ForkDependencies, 'definitions' | 'prices'>,
  { organizationId }: Source,
  { id, pin }: { id: string; pin: PinnedAgent },
  { instructions, model }: EditOf<'agent'>,
): Promise<PinnedAgent> {
  const { price: _price, fallbackPrices: _prices, ...unpriced } = pin;
  const changed = model === undefined ? pin : { ...unpriced, ...pinModel(model, prices) };
  if (instructions === undefined) return changed;
  const saved = pin.definition ?? (await definitions.agents.getRevision(organizationId, id, pin.revision));
  if (saved === null) throw new Error(`Revision ${pin.revision} of agent ${id} is pinned but missing in the store`);
  return { ...changed, definition: { ...toBody(saved), instructions } };
}

/** Without what the store sets. */
function toBody({ name, description, instructions, model, tools, approvals, limits, view, output }: AgentBody): AgentBody {
  return { name, description, instructions, model, tools, approvals, limits, view, output };
}

async function checkInput(
  { executions, tools }: ForkDependencies,
  { organizationId, executionId, superstep, plan }: Source,
  index: number,
  { stepPath, input }: EditOf<'input'>,
): Promise<ProblemDetail[]> {
  const elsewhere = inChild(plan.root, stepPath, index, 'stepPath');
  if (elsewhere !== undefined) return [elsewhere];
  const found = findStep(plan.root, stepPath);
  if (found === null || found.participant !== undefined) {
    return [mistake(index, 'stepPath', 'unknown_step', `The plan has no step ${stepPath}; what runs again and again has a number: each#2`)];
  }
  const { step } = found;
  if (WITHOUT_INPUT.includes(step.type)) {
    return [mistake(index, 'stepPath', 'not_editable', `A step of type ${step.type} reads no input`)];
  }
  if (await executions.hasBegun(organizationId, executionId, superstep, stepPath)) {
    const advice = 'edit its first message, or fork at an earlier superstep';
    return [mistake(index, 'stepPath', 'already_begun', `The step ${stepPath} had its input by superstep ${superstep}; ${advice}`)];
  }
  if (step.type !== 'tool') {
    return typeof input === 'string' ? [] : [mistake(index, 'input', 'invalid_type', 'The input of this step is a text')];
  }
  const schema = tools.find(({ id }) => id === step.tool)?.inputSchema ?? ({ type: 'object' } as JsonObject);
  return validateValue(schema, input, `/edits/${index}/input`);
}
