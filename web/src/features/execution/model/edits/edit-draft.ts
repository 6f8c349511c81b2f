import type { AgentBody, Edit, Json } from '@client';

export type ModelChoice = NonNullable<AgentBody['model']>;

/** A value that is being written: a text as it is, or JSON, which may not be finished. */
export interface ValueDraft {
  as: 'text' | 'json';
  text: string;
}

/** What somebody has written in place of something; what is there now has the same shape. */
export type EditDraft =
  | { type: 'agent'; target: string; instructions: string; model: ModelChoice }
  | { type: 'message'; target: string; text: string }
  | { type: 'toolResult'; target: string; value: ValueDraft }
  | { type: 'answer'; target: string; decision: 'approve' | 'reject'; comment: string; form?: Json }
  | { type: 'input'; target: string; value: ValueDraft };

export type DraftOf<T extends EditDraft['type']> = Extract<EditDraft, { type: T }>;

/** By key, in the order in which they were begun. */
export type Drafts = Readonly<Record<string, EditDraft>>;

/** The same for the same thing in every list. */
export function toEditKey({ type, target }: Pick<EditDraft, 'type' | 'target'>): string {
  return `${type} ${target}`;
}

export function toValueDraft(value: Json): ValueDraft {
  return typeof value === 'string' ? { as: 'text', text: value } : { as: 'json', text: JSON.stringify(value, null, 2) };
}

/** The value that is written; throws a `SyntaxError` when it is no JSON and should be. */
export function readValue({ as, text }: ValueDraft): Json {
  return as === 'text' ? text : (JSON.parse(text) as Json);
}

/** What the API takes; of an agent only what is other than it `was`. Throws as {@link readValue} does. */
export function toEdit(draft: EditDraft, was: EditDraft | null): Edit {
  const { target } = draft;
  switch (draft.type) {
    case 'agent': {
      const { instructions, model } = draft;
      const before = was?.type === 'agent' ? was : null;
      return {
        type: 'agent',
        agent: target,
        ...(instructions !== before?.instructions && { instructions }),
        ...(JSON.stringify(model) !== JSON.stringify(before?.model) && { model }),
      };
    }
    case 'message':
      return { type: 'message', messageId: target, text: draft.text };
    case 'toolResult':
      return { type: 'toolResult', callId: target, result: readValue(draft.value) };
    case 'answer': {
      const { decision, comment, form } = draft;
      return {
        type: 'answer',
        stepPath: target,
        decision,
        ...(comment !== '' && { comment }),
        ...(decision === 'approve' && form !== undefined && { form }),
      };
    }
    case 'input':
      return { type: 'input', stepPath: target, input: readValue(draft.value) };
  }
}

/** True when it would change something, or cannot be read yet. */
export function isChanged(draft: EditDraft, was: EditDraft | null): boolean {
  return was === null || toComparable(draft) !== toComparable(was);
}

/** The same for drafts that come to the same: JSON however it is written. */
function toComparable(draft: EditDraft): string {
  if (draft.type !== 'toolResult' && draft.type !== 'input') return toDraftText(draft);
  try {
    return JSON.stringify(readValue(draft.value));
  } catch {
    return `unfinished ${draft.value.text}`;
  }
}

/** What people compare: one text for all that a draft has. */
export function toDraftText(draft: EditDraft): string {
  switch (draft.type) {
    case 'agent':
      return `${toModelText(draft.model)}\n\n${draft.instructions}`;
    case 'message':
      return draft.text;
    case 'toolResult':
    case 'input':
      return draft.value.text;
    case 'answer':
      return [draft.decision, draft.comment, draft.form === undefined ? '' : JSON.stringify(draft.form, null, 2)]
        .filter((part) => part !== '')
        .join('\n\n');
  }
}

function toModelText({ provider, name, ...settings }: ModelChoice): string {
  const rest = Object.entries(settings).map(([setting, value]) => `${setting} ${JSON.stringify(value)}`);
  return [`Model: ${provider}/${name}`, ...rest].join(', ');
}
