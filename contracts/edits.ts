import { z } from 'zod';
import { instructions, modelChoice } from './agent-parts';
import { LIMIT } from './constants';
import { nameText } from './steps';

const text = z.string().max(LIMIT.renderedLength);
const stepPath = z.string().min(1).max(4_000);

/** What a fork has in place of what its original has. */
export const edit = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('agent'),
    /** Name or id. */
    agent: nameText,
    instructions: instructions.optional(),
    model: modelChoice.optional(),
  }),
  z.strictObject({ type: z.literal('message'), messageId: z.string().min(1).max(4_000), text }),
  z.strictObject({ type: z.literal('toolResult'), callId: z.string().min(1).max(4_000), result: z.json() }),
  z.strictObject({
    type: z.literal('answer'),
    /** Of an `approval` step. */
    stepPath,
    decision: z.enum(['approve', 'reject']),
    comment: z.string().max(LIMIT.commentLength).optional(),
    form: z.json().optional(),
  }),
  z.strictObject({ type: z.literal('input'), stepPath, input: z.json() }),
]);

export const edits = z.array(edit).max(LIMIT.edits);

/** Which one was edited, without the text. */
export const editTarget = z.object({
  type: z.enum(['agent', 'message', 'toolResult', 'answer', 'input']),
  /** An agent's name, a message's or call's id, or a step's path. */
  target: z.string(),
});

/** What can be edited in a fork at a superstep. */
export const editable = z.object({
  /** Names. */
  agents: z.array(z.string()),
  /** Ids of messages of models and users, in this superstep. */
  messages: z.array(z.string()),
  /** Ids of tool calls in this superstep. */
  toolResults: z.array(z.string()),
  /** Paths of the `approval` steps that were answered in this superstep. */
  answers: z.array(z.string()),
  /** Paths of the steps that began next. */
  inputs: z.array(z.string()),
  /** A list has only its first hundred; what it leaves out can be edited too. */
  truncated: z.literal(true).optional(),
});

export type Edit = z.infer<typeof edit>;
export type EditOf<T extends Edit['type']> = Extract<Edit, { type: T }>;
export type EditTarget = z.infer<typeof editTarget>;
export type Editable = z.infer<typeof editable>;
