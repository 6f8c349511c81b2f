import { type ToolDefinition, ToolError } from '../../contracts/ports/tool';
import { cutText } from '../../contracts/text';

/** UTF-16 units of a file that a model is given. */
const LONGEST_TEXT = 200_000;

/** Reads a text file that an earlier call of the execution has kept. */
export function createReadArtifact(): ToolDefinition {
  return {
    id: 'read_artifact',
    description: 'Reads a text file that was saved in this execution before.',
    inputSchema: {
      type: 'object',
      properties: { name: { type: 'string', description: 'The name under which it was saved.', maxLength: 128, examples: ['notes.md'] } },
      required: ['name'],
      additionalProperties: false,
    },
    outputSchema: { type: 'string' },
    // What it answers depends on when it is asked, but asking changes nothing.
    repeat: 'pure',
    async run({ name }, { artifacts }) {
      const bytes = await artifacts.read(String(name));
      if (bytes !== null) return cutText(toText(bytes), LONGEST_TEXT);
      const known = (await artifacts.list()).map((artifact) => artifact.name).join(', ');
      throw new ToolError('no_artifact', `There is no file ${String(name)}; there are: ${known || 'none'}`);
    },
  };
}

function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ToolError('no_text', 'The file holds no text', { cause });
  }
}
