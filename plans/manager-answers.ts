import type { JsonObject } from '../contracts/json';
import type { GroupChatStep, MagenticStep } from '../contracts/steps';

/** The JSON Schema of a chat manager's choice: who speaks next, or null to end. */
export function choiceSchema({ participants }: GroupChatStep): JsonObject {
  return {
    type: 'object',
    properties: { next: { enum: [...participants.map(({ id }) => id), null] }, instruction: { type: 'string' } },
    required: ['next'],
    additionalProperties: false,
  };
}

/** The JSON Schema of the progress ledger of a `magentic` step. */
export function progressSchema({ participants }: MagenticStep): JsonObject {
  return {
    type: 'object',
    properties: {
      satisfied: { type: 'boolean' },
      progress: { type: 'boolean' },
      inLoop: { type: 'boolean' },
      next: { enum: participants.map(({ id }) => id) },
      instruction: { type: 'string' },
    },
    required: ['satisfied', 'progress', 'inLoop', 'next', 'instruction'],
    additionalProperties: false,
  };
}
