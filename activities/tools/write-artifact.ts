import type { ToolDefinition } from '../../contracts/ports/tool';

/** Keeps a text as a file of the execution; the same call writes the same file, once. */
export function createWriteArtifact(): ToolDefinition {
  return {
    id: 'write_artifact',
    description: 'Saves a text as a file of this execution, so that others can read it and people can download it.',
    inputSchema: {
      type: 'object',
      properties: {
        name: {
          type: 'string',
          description: 'File name: letters, digits, ".", "_" and "-".',
          minLength: 1,
          maxLength: 128,
          examples: ['notes.md'],
        },
        text: { type: 'string', description: 'What the file holds.', maxLength: 200_000 },
        mediaType: { type: 'string', description: 'For instance text/markdown; text/plain by default.', maxLength: 200 },
      },
      required: ['name', 'text'],
      additionalProperties: false,
    },
    outputSchema: {
      type: 'object',
      properties: { name: { type: 'string' }, size: { type: 'integer' } },
      required: ['name', 'size'],
      additionalProperties: false,
    },
    repeat: 'idempotent',
    async run({ name, text, mediaType }, { artifacts }) {
      const kept = await artifacts.write(String(name), String(text), mediaType === undefined ? undefined : String(mediaType));
      return { name: kept.name, size: kept.size };
    },
  };
}
