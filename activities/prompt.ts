import type { CallModelInput } from '../contracts/activities';
import type { Message } from '../contracts/entities';
import type { JsonObject } from '../contracts/json';
import type { ModelMessage, ModelTool } from '../contracts/ports/model-provider';
import { handoffTargets, handoffTool, type Lineage, type Speaker } from './lineage';
import { toModelMessages } from './to-model-messages';

type Read = Pick<Message, 'role' | 'text' | 'agent' | 'toolCalls' | 'toolCallId'>;

/** The messages that a speaker is shown: its own view of the thread, and for a manager the question it must answer. */
export function toPrompt(
  speaker: Speaker,
  lineage: Lineage,
  thread: Read[],
  repair: { answer: string; invalid: string } | null,
): ModelMessage[] {
  if (speaker.role !== 'participant' && speaker.role !== 'manager') return toModelMessages(thread, null);
  const messages = toModelMessages(thread, speaker.participant ?? '');
  if (speaker.role === 'manager') {
    messages.push({ role: 'user', text: managerQuestion(lineage) });
    if (repair !== null) messages.push({ role: 'assistant', text: repair.answer }, { role: 'user', text: repairRequest(repair.invalid) });
  } else if (messages.at(-1)?.role === 'assistant') {
    // Speaking twice in a row: most models answer only a message that is not their own.
    messages.push({ role: 'user', text: 'Go on.' });
  }
  return messages;
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
export function toOutputSchema({ role }: Speaker, { here }: Lineage, agentOutput: JsonObject | undefined): JsonObject | undefined {
  if (role === 'manager' && here.step.type === 'groupChat') {
    return {
      type: 'object',
      properties: { next: { enum: [...here.step.participants.map(({ id }) => id), null] }, instruction: { type: 'string' } },
      required: ['next'],
      additionalProperties: false,
    };
  }
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
