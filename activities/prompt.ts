import type { CallModelInput, ManagerAsk } from '../contracts/activities';
import type { JsonObject } from '../contracts/json';
import type { ModelTool } from '../contracts/ports/model-provider';
import { choiceSchema, progressSchema } from '../plans/manager-answers';
import { handoffTargets, handoffTool, type Lineage, type Speaker } from './lineage';

/** What a speaker is shown after its view of the thread; `own`: the last message that it sees of it is its own. */
export function toAdded(
  speaker: Speaker,
  lineage: Lineage,
  { repair, question: asked, own }: { repair: { answer: string; invalid: string } | null; question: string | null; own: boolean },
): { role: 'user' | 'assistant'; text: string }[] {
  if (speaker.role === 'manager') {
    const question = { role: 'user' as const, text: asked ?? managerQuestion(lineage) };
    if (repair === null) return [question];
    return [question, { role: 'assistant', text: repair.answer }, { role: 'user', text: repairRequest(repair.invalid) }];
  }
  // Speaking twice in a row: most models answer only a message that is not their own.
  return speaker.role === 'participant' && own ? [{ role: 'user', text: 'Go on.' }] : [];
}

/** What a model is told about an answer that cannot be used. */
export function repairRequest(invalid: string): string {
  return `Your answer cannot be used: ${invalid}. Answer again, with JSON only.`;
}

/** The tools that a participant of a handoff has besides its own. */
export function toHandoffTools(lineage: Lineage): ModelTool[] {
  return handoffTargets(lineage).map((target) => ({
    id: handoffTool(target),
    description: `Hand the conversation over to ${target.id}.`,
    inputSchema: { type: 'object', properties: { reason: { type: 'string' } }, additionalProperties: false },
  }));
}

/** The JSON Schema of the answer that is asked for; undefined when any text will do. */
export function toOutputSchema(
  { role }: Speaker,
  { here }: Lineage,
  { ask, agentOutput }: { ask: ManagerAsk | undefined; agentOutput: JsonObject | undefined },
): JsonObject | undefined {
  if (ask !== undefined && here.step.type === 'magentic') return ask.what === 'progress' ? progressSchema(here.step) : undefined;
  if (role === 'manager' && here.step.type === 'groupChat') return choiceSchema(here.step);
  return here.step.type === 'agent' && here.step.output !== undefined ? here.step.output : agentOutput;
}

function managerQuestion({ here }: Lineage): string {
  const ids = here.step.type === 'groupChat' ? here.step.participants.map(({ id }) => id) : [];
  return `You lead this conversation. Who speaks next: ${ids.join(', ')}? Answer with JSON: {"next": "<id>", "instruction": "<optional, what it should do>"}, or {"next": null} when the conversation is done.`;
}

/** The user message that a call adds to its thread before the answer; null when it adds none. */
export function toOpening({ input, invalid, answerTo }: CallModelInput, inputText: () => Promise<string>): Promise<string | null> {
  if (input !== undefined) return inputText();
  return Promise.resolve(invalid === undefined || answerTo !== undefined ? null : repairRequest(invalid));
}
