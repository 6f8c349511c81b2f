import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../../contracts/config';
import type { Tool } from '../../contracts/entities';
import type { ToolDefinition } from '../../contracts/ports/tool';
import { createCompose } from './compose';
import { loadToolFolder, type RegisteredTool } from './load-tool-folder';
import { createPostWebhook } from './post-webhook';
import { createReadArtifact } from './read-artifact';
import { createTextStatistics } from './text-statistics';
import { createWriteArtifact } from './write-artifact';

export { ToolFolderError } from './load-tool-folder';

/** The tools of this build. A new one is a line here. */
export function createBuiltInTools(config: Config): RegisteredTool[] {
  const webhookHosts = config.STUDIO_WEBHOOK_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  const tools: ToolDefinition[] = [
    createTextStatistics(),
    createCompose(),
    createWriteArtifact(),
    createReadArtifact(),
    createPostWebhook(webhookHosts),
  ];
  return tools.map((tool) => ({ ...tool, source: 'built-in' }));
}

/**
 * Every tool there is: those of this build, then those of the folder `STUDIO_TOOLS`, by default `tools` in the
 * working directory if there is one. Throws a `ToolFolderError` when one of them cannot be used.
 */
export async function createTools(config: Config, workingDirectory = process.cwd()): Promise<RegisteredTool[]> {
  const builtIn = createBuiltInTools(config);
  const usual = join(workingDirectory, 'tools');
  if (config.STUDIO_TOOLS === undefined && !existsSync(usual)) return builtIn;
  const folder = config.STUDIO_TOOLS === undefined ? usual : resolve(workingDirectory, config.STUDIO_TOOLS);
  return [...builtIn, ...(await loadToolFolder(folder, builtIn))];
}

/** The tool as the catalogue shows it. */
export function toCatalogueEntry({ id, description, inputSchema, outputSchema, repeat, source }: RegisteredTool): Tool {
  return { id, description, inputSchema, ...(outputSchema && { outputSchema }), repeat, source };
}
