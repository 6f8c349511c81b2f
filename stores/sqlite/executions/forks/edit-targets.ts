import { HANDOFF_TOOL_PREFIX } from '../../../../contracts/constants';
import type { RecordEdit, RefusedEdit } from '../../../../contracts/ports/fork-store';
import type { Recorded } from './kept';
import { isWithin, pathOf } from './places';

/** Something that was recorded and is edited, and what came out of it. */
export interface EditTarget {
  /** Where it was recorded. */
  seq: number;
  /** The step whose turn it belongs to. What it does from here on came out of it, */
  scope: string;
  from: number;
  /** and so did all that is after the end of that step. */
  scopeEnds: number;
  /** The call that gave the message, when what it means has to be worked out anew from the text. */
  answered?: string;
  /** The answer that is edited in its place. */
  kept?: string;
}

/** The targets of all edits, in their order, or which of them cannot be. `recorded` is what was recorded in the superstep. */
export function findEditTargets(edits: RecordEdit[], recorded: Recorded[]): EditTarget[] | { refused: RefusedEdit[] } {
  const found = edits.map((edit) => findTarget(edit, recorded));
  const targets = found.filter((target) => typeof target !== 'string');
  const refused = found.flatMap((target, edit): RefusedEdit[] => {
    if (typeof target === 'string') return [{ edit, reason: target }];
    return targets.some((other) => other !== target && cameOutOf(other, target)) ? [{ edit, reason: 'dependent' }] : [];
  });
  return refused.length > 0 ? { refused } : targets;
}

/** Whether something at this place of the feed came out of what is edited. */
export function cameOutOf({ scope, from, scopeEnds }: EditTarget, { seq, scope: path }: { seq: number; scope: string }): boolean {
  return seq >= scopeEnds || (seq >= from && isWithin(path, scope));
}

function findTarget(edit: RecordEdit, recorded: Recorded[]): EditTarget | RefusedEdit['reason'] {
  if ('answerOf' in edit) return findAnswer(edit.answerOf, recorded);
  return 'message' in edit ? findMessage(edit.message, recorded) : findToolCall(edit.callId, recorded);
}

/** What a person answered is the step's output, and the step then ends. */
function findAnswer(stepPath: string, recorded: Recorded[]): EditTarget | RefusedEdit['reason'] {
  const end = recorded.find((event) => event.type === 'stepCompleted' && event.stepPath === stepPath);
  if (end === undefined) return 'unknown';
  return { seq: end.seq, scope: stepPath, from: end.seq, scopeEnds: end.seq, kept: outputOf(stepPath) };
}

/** The call that gives an approval's output. */
export function outputOf(stepPath: string): string {
  return `${stepPath}:output`;
}

function findMessage({ thread, index }: { thread: string; index: number }, recorded: Recorded[]): EditTarget | RefusedEdit['reason'] {
  const own = recorded.find((event) => event.thread === thread && event.index === index);
  if (own === undefined || own.message === null) return 'unknown';
  const { role, toolCalls, callId, summaryOf } = own.message;
  if (role === 'tool' || summaryOf !== undefined) return 'notEditable';
  const scope = pathOf(thread);
  if (role === 'assistant' && toolCalls === undefined) {
    return { ...toTarget(own.seq, scope, recorded), from: own.seq + 1, answered: callId };
  }
  return toTarget(own.seq, scope, recorded);
}

function findToolCall(callId: string, recorded: Recorded[]): EditTarget | RefusedEdit['reason'] {
  const own = recorded.find((event) => event.type === 'toolCompleted' && event.callId === callId);
  if (own === undefined) return 'unknown';
  if (own.tool?.startsWith(HANDOFF_TOOL_PREFIX)) return 'notEditable';
  const message = recorded.find((event) => event.message?.callId === callId && event.message.role === 'tool');
  if (message?.thread) return toTarget(own.seq, pathOf(message.thread), recorded);
  return { ...toTarget(own.seq, own.stepPath, recorded), from: own.seq + 1 };
}

/** The next thing that a model said has read it; the tools of one message run in parallel and do not read each other. */
function toTarget(seq: number, scope: string, recorded: Recorded[]): EditTarget {
  const isNext = ({ seq: later, thread, message }: Recorded) =>
    later > seq && thread !== null && pathOf(thread) === scope && message?.role !== 'tool';
  const isEnd = ({ seq: later, type, stepPath }: Recorded) => later > seq && stepPath === scope && ENDS.includes(type);
  return { seq, scope, from: recorded.find(isNext)?.seq ?? Infinity, scopeEnds: recorded.find(isEnd)?.seq ?? Infinity };
}

const ENDS = ['stepCompleted', 'stepFailed', 'stepCancelled'];
