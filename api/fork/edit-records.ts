import type { Edit } from '../../contracts/edits';
import type { Plan } from '../../contracts/plan';
import type { RecordEdit, RefusedEdit } from '../../contracts/ports/fork-store';
import type { ProblemDetail } from '../../contracts/problem';
import { toText } from '../../expressions/template';
import { checkAnswer, checkMessage, checkResult, type EditSource } from './check-record';
import type { ForkDependencies } from './fork-dependencies';
import { inChild } from './in-child';
import { mistake } from './mistakes';

/** An edit of what was recorded, and its place in the request. */
export interface PlacedEdit {
  index: number;
  record: RecordEdit;
}

/** The edits of texts that were recorded, as the store takes them; `mistakes` are those that need no look at the feed. */
export async function editRecords(
  dependencies: ForkDependencies,
  source: EditSource,
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
