import type { Config } from '../../contracts/config';
import type { Tool } from '../../contracts/entities';
import type { ToolDefinition } from '../../contracts/ports/tool';
import { createCompose } from './compose';
import { createPostWebhook } from './post-webhook';
import { createReadArtifact } from './read-artifact';
import { createTextStatistics } from './text-statistics';
import { createWriteArtifact } from './write-artifact';

/** Every tool there is. */
export function createTools(config: Config): ToolDefinition[] {
  const webhookHosts = config.STUDIO_WEBHOOK_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return [createTextStatistics(), createCompose(), createWriteArtifact(), createReadArtifact(), createPostWebhook(webhookHosts)];
}

/** The tool as the catalogue shows it. */
export function toCatalogueEntry(definition: ToolDefinition): Tool {
  const { id, description, inputSchema, outputSchema, repeat } = definition;
  return { id, description, inputSchema, ...(outputSchema && { outputSchema }), repeat, source: 'built-in' };
}
