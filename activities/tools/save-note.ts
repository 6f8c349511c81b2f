import { createHash } from 'node:crypto';
import type { BlobStore } from '../../contracts/ports/blob-store';
import { type ToolDefinition, ToolError } from '../../contracts/ports/tool';

/** Keeps a note with the execution; the same call writes the same note, once. */
export function createSaveNote(blobs: BlobStore): ToolDefinition {
  return {
    id: 'save_note',
    description: 'Saves a note under a title with this execution, so that it can be read after it has ended.',
    inputSchema: {
      type: 'object',
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 200 },
        text: { type: 'string', minLength: 1, maxLength: 200_000 },
      },
      required: ['title', 'text'],
      additionalProperties: false,
    },
    repeat: 'idempotent',
    async run({ title, text }, { executionId, key, signal }) {
      if (signal.aborted) throw new ToolError('aborted', 'The call was cancelled before the note was saved');
      const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
      const blob = `executions/${executionId}/notes/${name}.json`;
      await blobs.put(blob, Buffer.from(JSON.stringify({ title, text })));
      return { saved: String(title), note: name };
    },
  };
}
