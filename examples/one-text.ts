import type { JsonObject } from '../contracts/json';

export interface TextField {
  name: string;
  title: string;
  description: string;
  /** What the form offers, and what the tests run it with. */
  example: string;
}

/** The `inputSchema` of a workflow that takes one text. */
export function oneText({ name, title, description, example }: TextField): JsonObject {
  return {
    type: 'object',
    properties: { [name]: { type: 'string', title, description, minLength: 1, maxLength: 20_000, examples: [example] } },
    required: [name],
    additionalProperties: false,
  };
}
