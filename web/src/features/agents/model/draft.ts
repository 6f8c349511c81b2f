import { type Agent, type AgentBody, canonicalJson, type JsonObject } from '@client';
import { toBody } from '@/lib/definition-text';

/** An agent as it is edited: what will be sent, also the fields that the form does not show. */
export type Draft = Partial<AgentBody> & { name: string; instructions: string };

export const EMPTY_DRAFT: Draft = { name: '', instructions: '' };

/** The draft that an agent, or a revision of it, begins with. */
export function toDraft(agent: Agent | JsonObject): Draft {
  return { ...EMPTY_DRAFT, ...(toBody(agent) as Partial<AgentBody>) };
}

/** True when saving would make a new revision: the order of fields says nothing. */
export function isChanged(draft: Draft, saved: Agent | undefined): boolean {
  return canonicalJson(draft) !== canonicalJson(saved === undefined ? EMPTY_DRAFT : toDraft(saved));
}

/** A draft with one field set, or removed when the value is undefined. */
export function withField<K extends keyof AgentBody>(draft: Draft, name: K, value: AgentBody[K] | undefined): Draft {
  const { [name]: _old, ...others } = draft;
  return (value === undefined ? others : { ...others, [name]: value }) as Draft;
}
