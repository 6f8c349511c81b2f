import type { ToolDefinition } from '../../contracts/ports/tool';

/** Gives back the value it is given: in a `tool` step its templates put together what several steps have said. */
export function createCompose(): ToolDefinition {
  return {
    id: 'compose',
    description: 'Returns the value it is given. In a workflow it puts the results of several steps together, without a model.',
    inputSchema: {
      type: 'object',
      properties: { value: { description: 'Any value; in a step its strings are templates.' } },
      required: ['value'],
      additionalProperties: false,
    },
    repeat: 'pure',
    run: async ({ value }) => value ?? null,
  };
}
