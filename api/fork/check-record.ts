import { LIMIT } from '../../contracts/constants';
import type { EditOf } from '../../contracts/edits';
import type { Message } from '../../contracts/entities';
import type { JsonObject } from '../../contracts/json';
import type { Plan } from '../../contracts/plan';
import type { ProblemDetail } from '../../contracts/problem';
import type { Step } from '../../contracts/steps';
import { byteLength } from '../../contracts/text';
import { validateValue } from '../../expressions/json-schema';
import { parseAnswer } from '../../expressions/parse-answer';
import { findStep } from '../../plans/find-step';
import { choiceSchema, progressSchema } from '../../plans/manager-answers';
import { checkForm } from '../check-form';
import type { ForkDependencies } from './fork-dependencies';
import { mistake } from './mistakes';

/** The execution whose records are edited. */
export interface EditSource {
  organizationId: string;
  executionId: string;
  plan: Plan;
}

/** Whether another text of a message is one that its model could have answered. */
export async function checkMessage(
  dependencies: ForkDependencies,
  { organizationId, executionId, plan }: EditSource,
  { thread, index: at }: { thread: string; index: number },
  index: number,
  text: string,
): Promise<ProblemDetail[]> {
  const [message] = await dependencies.executions.readThread(organizationId, executionId, thread, { from: at, upTo: at + 1 });
  const schema = message === undefined ? undefined : await schemaOf(dependencies, organizationId, plan, message);
  if (schema === undefined) return [];
  const answer = parseAnswer(text);
  if ('invalid' in answer) return [mistake(index, 'text', 'invalid_json', `This answer has a schema, and ${answer.invalid}`)];
  return validateValue(schema, answer.data, '').map(({ path, code, message: what }) =>
    mistake(index, 'text', code, `${path || 'it'} ${what}`),
  );
}

/** Whether a tool could have given this result. */
export async function checkResult(
  { executions, tools }: ForkDependencies,
  { organizationId, executionId }: EditSource,
  index: number,
  { callId, result }: EditOf<'toolResult'>,
): Promise<ProblemDetail[]> {
  if (byteLength(JSON.stringify(result)) > LIMIT.toolResultBytes) {
    return [mistake(index, 'result', 'result_too_large', `A result has at most ${LIMIT.toolResultBytes} bytes`)];
  }
  const called = await executions.getCalledTool(organizationId, executionId, callId);
  const schema = tools.find(({ id }) => id === called)?.outputSchema;
  return schema === undefined ? [] : validateValue(schema, result, `/edits/${index}/result`);
}

/** Whether a person could have answered this. */
export function checkAnswer({ root }: Plan, index: number, { stepPath, ...answer }: EditOf<'answer'>): ProblemDetail[] {
  const step = findStep(root, stepPath)?.step;
  if (step?.type !== 'approval') {
    return [mistake(index, 'stepPath', 'unknown_step', `The plan has no approval step ${stepPath}`)];
  }
  return checkForm(step.form, answer, `/edits/${index}/form`);
}

/** The schema that an answer had to fit; undefined when any text would do. */
async function schemaOf(
  { definitions }: Pick<ForkDependencies, 'definitions'>,
  organizationId: string,
  { root, agents }: Plan,
  { role, callId, toolCalls, summaryOf }: Message,
): Promise<JsonObject | undefined> {
  if (role !== 'assistant' || callId === undefined || toolCalls !== undefined || summaryOf !== undefined) return undefined;
  const [path = '', name = ''] = callId.split(':');
  const found = findStep(root, path);
  if (found === null) return undefined;
  const { step, participant } = found;
  if (participant === undefined && step.type === 'groupChat') return name.startsWith('manager') ? choiceSchema(step) : undefined;
  if (participant === undefined && step.type === 'magentic') return name.startsWith('progress') ? progressSchema(step) : undefined;
  if (step.type === 'agent' && step.output !== undefined) return step.output;
  const id = participant?.agent ?? speakerOf(step);
  const pin = id === undefined ? undefined : agents[id];
  if (id === undefined || pin === undefined) return undefined;
  const definition = pin.definition ?? (await definitions.agents.getRevision(organizationId, id, pin.revision));
  return definition?.output;
}

/** Who speaks in a step that has no participants. */
function speakerOf(step: Step): string | undefined {
  if (step.type === 'agent') return step.agent;
  return step.type === 'concurrent' && step.aggregate.type === 'agent' ? step.aggregate.agent : undefined;
}
