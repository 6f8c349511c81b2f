import type { FeedEvent, Json, JsonObject, RouteResponse, Step, Tool } from '@client';
import { type EditDraft, toEditKey, toValueDraft } from './edit-draft';
import { findPlannedStep } from './find-planned-step';

/** Something that can be edited at a superstep. */
export interface EditItem {
  key: string;
  type: EditDraft['type'];
  target: string;
  /** Who or what it is. */
  label: string;
  /** The beginning of what is there now. */
  preview: string;
  /** What is there now; null while it has to be read, as `whole` says. */
  was: EditDraft | null;
  /** Where the whole of it is: what a call answered, or a message of a thread. */
  whole?: { call: string } | { thread: string; message: string };
  /** Of the value, or of the form of an answer. */
  schema?: JsonObject;
  /** What people should know of it. */
  note?: string;
  /** Where it was made and when, to see what comes out of what. */
  stepPath?: string;
  seq?: number;
}

export type PinnedAgent = RouteResponse<'listExecutionAgents'>['items'][number];
type Checkpoint = RouteResponse<'listCheckpoints'>['items'][number];

export interface EditSources {
  editable: Checkpoint['editable'];
  agents: readonly PinnedAgent[];
  /** Of this superstep. */
  events: readonly FeedEvent[];
  /** What came right behind it. */
  next: readonly FeedEvent[];
  tools: readonly Tool[];
  /** The planned steps; null when unknown. */
  root: Step | null;
}

const PREVIEW = 160;

/** What can be edited at a superstep, with what is there now as far as the feed tells. */
export function toEditItems(sources: EditSources): EditItem[] {
  const { editable, agents } = sources;
  return [
    ...editable.messages.map((id) => toMessageItem(id, sources)),
    ...editable.toolResults.map((id) => toResultItem(id, sources)),
    ...editable.answers.map((path) => toAnswerItem(path, sources)),
    ...editable.inputs.map((path) => toInputItem(path, sources)),
    ...agents.map(toAgentItem),
  ];
}

function toMessageItem(id: string, { events }: EditSources): EditItem {
  const event = events.find((one) => one.type === 'messageAdded' && one.message.id === id);
  if (event?.type !== 'messageAdded') return toItem('message', id, { label: id, preview: '', was: null, ...wholeOf(id) });
  const { message, stepPath, seq } = event;
  const whole = message.role === 'assistant' && message.callId !== undefined ? { whole: { call: message.callId } } : wholeOf(id);
  const asks = message.toolCalls?.map(({ tool }) => tool) ?? [];
  return toItem('message', id, {
    label: message.agent ?? (message.role === 'user' ? 'What was given' : 'The answer'),
    preview: message.text.slice(0, PREVIEW),
    was: message.truncated === true ? null : { type: 'message', target: id, text: message.text },
    ...whole,
    ...(asks.length > 0 && { note: `It asks for ${asks.join(', ')}; that stays.` }),
    stepPath: stepPath ?? message.thread,
    seq,
  });
}

/** A message's id is its thread and its index. */
function wholeOf(message: string): Pick<EditItem, 'whole'> {
  return { whole: { thread: message.slice(0, message.lastIndexOf('/')), message } };
}

function toResultItem(callId: string, { events, tools }: EditSources): EditItem {
  const event = events.find((one) => one.type === 'toolCompleted' && one.callId === callId);
  const whole = { call: callId };
  if (event?.type !== 'toolCompleted') return toItem('toolResult', callId, { label: callId, preview: '', was: null, whole });
  const { tool, result, truncated, error, seq } = event;
  const value = toValueDraft(result ?? '');
  return toItem('toolResult', callId, {
    label: tool,
    preview: (error === undefined ? value.text : `${error.code}: ${error.message}`).slice(0, PREVIEW),
    was: truncated === true ? null : { type: 'toolResult', target: callId, value },
    whole,
    ...schemaOf(tools.find(({ id }) => id === tool)?.outputSchema),
    ...(error !== undefined && { note: `It failed with ${error.code}: ${error.message}` }),
    stepPath: callId.slice(0, callId.lastIndexOf(':')),
    seq,
  });
}

function toAnswerItem(stepPath: string, { root, events }: EditSources): EditItem {
  const step = findPlannedStep(root, stepPath);
  const decided = events.find((one) => one.type === 'stepCompleted' && one.stepPath === stepPath);
  return toItem('answer', stepPath, {
    label: step?.name ?? stepPath,
    preview: decided?.type === 'stepCompleted' ? (decided.output?.text ?? '').slice(0, PREVIEW) : '',
    was: null,
    whole: { call: `${stepPath}:output` },
    ...schemaOf(step?.type === 'approval' ? step.form : undefined),
    stepPath,
    ...(decided && { seq: decided.seq }),
  });
}

/** A step's own call, which no model has asked for. */
function isOwnCall({ toolCallId, callId }: Extract<FeedEvent, { type: 'toolCalled' }>): boolean {
  return toolCallId === undefined || toolCallId === callId;
}

function toInputItem(stepPath: string, { root, next, tools }: EditSources): EditItem {
  const step = findPlannedStep(root, stepPath);
  const label = step?.name ?? stepPath;
  const called = next.find((one) => one.type === 'toolCalled' && one.stepPath === stepPath && isOwnCall(one));
  const began = next.find((one) => one.type === 'stepStarted' && one.stepPath === stepPath);
  if (step?.type === 'tool' || (began?.type === 'stepStarted' && began.stepType === 'tool')) {
    const given: Json | undefined = called?.type === 'toolCalled' ? called.arguments : undefined;
    const tool = called?.type === 'toolCalled' ? called.tool : step?.type === 'tool' ? step.tool : undefined;
    const value = toValueDraft(given ?? {});
    return toItem('input', stepPath, {
      label,
      preview: given === undefined ? '' : value.text.slice(0, PREVIEW),
      was: { type: 'input', target: stepPath, value: { ...value, as: 'json' } },
      ...schemaOf(tools.find(({ id }) => id === tool)?.inputSchema),
      ...(given === undefined && { note: UNKNOWN }),
    });
  }
  const told = next.find((one) => one.type === 'messageAdded' && one.message.role === 'user' && one.message.id === `${stepPath}/0`);
  const message = told?.type === 'messageAdded' ? told.message : undefined;
  const text = message?.text ?? '';
  const cut = message?.truncated === true;
  return toItem('input', stepPath, {
    label,
    preview: text.slice(0, PREVIEW),
    was: cut ? null : { type: 'input', target: stepPath, value: { as: 'text', text } },
    ...(cut && wholeOf(`${stepPath}/0`)),
    ...(message === undefined && { note: UNKNOWN }),
  });
}

const UNKNOWN = 'What it got is not on record: it had not come that far, or hands its input on to the steps inside.';

function toAgentItem({ name, instructions, model, revision, unsaved }: PinnedAgent): EditItem {
  return toItem('agent', name, {
    label: name,
    preview: instructions.slice(0, PREVIEW),
    was: { type: 'agent', target: name, instructions, model },
    note:
      unsaved === true ? 'As this execution has it; it is saved nowhere else.' : `Revision ${revision}. The saved agent does not change.`,
  });
}

function toItem(type: EditDraft['type'], target: string, rest: Omit<EditItem, 'key' | 'type' | 'target'>): EditItem {
  return { key: toEditKey({ type, target }), type, target, ...rest };
}

function schemaOf(schema: unknown): Pick<EditItem, 'schema'> {
  return schema === undefined ? {} : { schema: schema as JsonObject };
}
