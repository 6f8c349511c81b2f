import { LIMIT } from '../../contracts/constants';
import type { Edit, EditOf } from '../../contracts/edits';
import type { Message } from '../../contracts/entities';
import type { Json, JsonObject } from '../../contracts/json';
import type { Plan } from '../../contracts/plan';
import type { RecordEdit, RefusedEdit } from '../../contracts/ports/fork-store';
import type { ProblemDetail } from '../../contracts/problem';
import { byteLength } from '../../contracts/text';
import { validateValue } from '../../expressions/json-schema';
import { toText } from '../../expressions/template';
import { findStep } from '../../plans/find-step';
import { checkForm } from '../check-form';
import type { ForkDependencies } from './fork-dependencies';
import { inChild } from './in-child';
import { mistake } from './mistakes';

interface Source {
  organizationId: string;
  executionId: string;
  plan: Plan;
}

/** An edit of what was recorded, and its place in the request. */
export interface PlacedEdit {
  index: number;
  record: RecordEdit;
}

/** The edits of texts that were recorded, as the store takes them; `mistakes` are those that need no look at the feed. */
export async function editRecords(
  dependencies: ForkDependencies,
  source: Source,
  edits: readonly Edit[],
): Promise<{ placed: PlacedEdit[]; mistakes: ProblemDetail[] }> {
  const placed: PlacedEdit[] = [];
  const mistakes: ProblemDetail[] = [];
  for (const [index, edit] of edits.entries()) {
    const elsewhere = placedInChild(source.plan, index, edit);
    if (elsewhere !== undefined) mistakes.push(elsewhere);
    else if (edit.type === 'message') {
      const message = toPlace(edit.messageId);
      if (message === null) mistakes.push(mistake(index, 'messageId', 'unknown_message', `No message has the id ${edit.messageId}`));
      else placed.push({ index, record: { message, text: edit.text } });
      if (message !== null) mistakes.push(...(await checkMessage(dependencies, source, message, index, edit.text)));
    } else if (edit.type === 'answer') {
      const { stepPath, decision, comment = '', form } = edit;
      const data = { decision, by: EDITOR, at: new Date().toISOString(), ...(form !== undefined && { form }) };
      placed.push({ index, record: { answerOf: stepPath, text: comment, data } });
      mistakes.push(...checkAnswer(source.plan, index, edit));
    } else if (edit.type === 'toolResult') {
      placed.push({ index, record: { callId: edit.callId, result: edit.result, text: toText(edit.result) } });
      mistakes.push(...(await checkResult(dependencies, source, index, edit)));
    }
  }
  return { placed, mistakes };
}

function placedInChild({ root }: Plan, index: number, edit: Edit): ProblemDetail | undefined {
  if (edit.type === 'message') return inChild(root, toPath(toPlace(edit.messageId)?.thread ?? ''), index, 'messageId');
  if (edit.type === 'toolResult') return inChild(root, toPath(edit.callId), index, 'callId');
  return edit.type === 'answer' ? inChild(root, edit.stepPath, index, 'stepPath') : undefined;
}

/** Of the step that a thread or a call belongs to. */
const toPath = (id: string): string => id.split(':')[0] ?? id;

/** Who answered, in an answer that was edited. */
const EDITOR = 'edit';

function checkAnswer({ root }: Plan, index: number, { stepPath, ...answer }: EditOf<'answer'>): ProblemDetail[] {
  const step = findStep(root, stepPath)?.step;
  if (step?.type !== 'approval') {
    return [mistake(index, 'stepPath', 'unknown_step', `The plan has no approval step ${stepPath}`)];
  }
  return checkForm(step.form, answer, `/edits/${index}/form`);
}

/** What the store refused, for people. */
export function toMistakes(refused: RefusedEdit[], placed: PlacedEdit[], superstep: number): ProblemDetail[] {
  return refused.flatMap((one) => {
    const found = placed[one.edit];
    return found === undefined ? [] : [toMistake(one, found, superstep)];
  });
}

const FIELDS = {
  message: ['messageId', 'message'],
  call: ['callId', 'answered tool call'],
  answer: ['stepPath', 'answered approval'],
} as const;

function toMistake({ reason, superstep: other }: RefusedEdit, { index, record }: PlacedEdit, superstep: number): ProblemDetail {
  const [field, what] = FIELDS['message' in record ? 'message' : 'callId' in record ? 'call' : 'answer'];
  switch (reason) {
    case 'unknown':
      return mistake(
        index,
        field,
        `unknown_${'message' in record ? 'message' : 'callId' in record ? 'call' : 'answer'}`,
        `The execution has no such ${what}`,
      );
    case 'otherSuperstep': {
      const where = other === undefined ? 'after the newest superstep' : `in superstep ${other}; fork at that one`;
      return mistake(index, field, 'other_superstep', `This was not recorded in superstep ${superstep}, but ${where}`);
    }
    case 'dependent':
      return mistake(index, field, 'edit_depends', 'This came out of what another edit changes, so it will not be there; leave it out');
    case 'notEditable':
      return mistake(index, field, 'not_editable', "Edit a tool's result, not its message; a handoff or a summary cannot be edited");
  }
}

/** A message's id is its thread and its index. */
function toPlace(messageId: string): { thread: string; index: number } | null {
  const [, thread, index] = /^(.+)\/(0|[1-9]\d{0,8})$/s.exec(messageId) ?? [];
  return thread === undefined ? null : { thread, index: Number(index) };
}

async function checkMessage(
  dependencies: ForkDependencies,
  { organizationId, executionId, plan }: Source,
  { thread, index: at }: { thread: string; index: number },
  index: number,
  text: string,
): Promise<ProblemDetail[]> {
  const [message] = await dependencies.executions.readThread(organizationId, executionId, thread, { from: at, upTo: at + 1 });
  const schema = message === undefined ? undefined : await schemaOf(dependencies, organizationId, plan, message);
  if (schema === undefined) return [];
  const value = parse(text);
  if (value === undefined) return [mistake(index, 'text', 'invalid_json', 'This answer has a schema, so it must be JSON')];
  return validateValue(schema, value, '').map(({ path, code, message: what }) => mistake(index, 'text', code, `${path || 'it'} ${what}`));
}

/** The schema that an answer had to fit; undefined when any text would do. */
async function schemaOf(
  { definitions }: Pick<ForkDependencies, 'definitions'>,
  organizationId: string,
  { root, agents }: Plan,
  { role, callId, toolCalls }: Message,
): Promise<JsonObject | undefined> {
  if (role !== 'assistant' || callId === undefined || toolCalls !== undefined) return undefined;
  const [path = '', name = ''] = callId.split(':');
  const found = findStep(root, path);
  if (found === null) return undefined;
  const { step, participant } = found;
  if (step.type === 'groupChat' && participant === undefined && name.startsWith('manager')) {
    const ids = step.participants.map(({ id }) => id);
    const properties = { next: { enum: [...ids, null] }, instruction: { type: 'string' } };
    return { type: 'object', properties, required: ['next'], additionalProperties: false };
  }
  if (step.type === 'agent' && step.output !== undefined) return step.output;
  const id = participant?.agent ?? (step.type === 'agent' ? step.agent : undefined);
  const pin = id === undefined ? undefined : agents[id];
  if (id === undefined || pin === undefined) return undefined;
  const definition = pin.definition ?? (await definitions.agents.getRevision(organizationId, id, pin.revision));
  return definition?.output;
}

async function checkResult(
  { executions, tools }: ForkDependencies,
  { organizationId, executionId }: Source,
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

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
