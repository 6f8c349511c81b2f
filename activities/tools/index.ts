import type { Config } from '../../contracts/config';
import type { Tool } from '../../contracts/entities';
import type { BlobStore } from '../../contracts/ports/blob-store';
import type { ToolDefinition } from '../../contracts/ports/tool';
import { createPostWebhook } from './post-webhook';
import { createSaveNote } from './save-note';
import { createTextStatistics } from './text-statistics';

/** Every tool there is. */
export function createTools(config: Config, blobs: BlobStore): ToolDefinition[] {
  const webhookHosts = config.STUDIO_WEBHOOK_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return [createTextStatistics(), createSaveNote(blobs), createPostWebhook(webhookHosts)];
}

/** The tool as the catalogue shows it. */
export function toCatalogueEntry(definition: ToolDefinition): Tool {
  const { id, description, inputSchema, repeat } = definition;
  return { id, description, inputSchema, repeat, source: 'built-in' };
}
