import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolDefinition } from '../../contracts/ports/tool';
import { readTool, ToolFileError } from './read-tool';

/** A tool and where it comes from, as the catalogue says it: `built-in`, or the name of its file. */
export interface RegisteredTool extends ToolDefinition {
  source: string;
}

/** Tools that cannot be used; `message` has one sentence for each file, which names it and says what to do. */
export class ToolFolderError extends Error {
  constructor(sentences: string[], options?: { cause?: unknown }) {
    super(sentences.join('\n'), options);
    this.name = 'ToolFolderError';
  }
}

/**
 * Loads every tool of a folder: one TypeScript file each (not `.d.ts`, not `.test.ts`; folders inside are for what
 * they share). Throws {@link ToolFolderError} when any of them is broken or its id is taken, for a definition that
 * names a tool must be able to count on it; all that is wrong is said at once.
 */
export async function loadToolFolder(folder: string, builtIn: readonly ToolDefinition[]): Promise<RegisteredTool[]> {
  const names = (await listNames(folder)).filter((name) => /(?<!\.d|\.test)\.ts$/.test(name)).sort();
  if (names.length === 0) return [];
  // Only who has tools of their own waits for the compiler.
  const compiler = await import('esbuild');
  const read = await Promise.allSettled(names.map(async (name) => ({ ...(await readTool(join(folder, name), compiler)), source: name })));
  await compiler.stop();
  const unexpected = read.find((outcome) => outcome.status === 'rejected' && !(outcome.reason instanceof ToolFileError));
  if (unexpected?.status === 'rejected') throw unexpected.reason;

  const owners = new Map(builtIn.map(({ id }) => [id, 'a built-in tool']));
  const mistakes: string[] = [];
  const tools = read.flatMap((outcome) => {
    if (outcome.status === 'rejected') {
      mistakes.push((outcome.reason as ToolFileError).message);
      return [];
    }
    const { id, source } = outcome.value;
    const owner = owners.get(id);
    if (owner !== undefined) {
      mistakes.push(`The tool file ${join(folder, source)} cannot be used: its id "${id}" is that of ${owner}; choose another id`);
    }
    owners.set(id, source);
    return [outcome.value];
  });
  if (mistakes.length > 0) throw new ToolFolderError(mistakes);
  return tools;
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new ToolFolderError([`STUDIO_TOOLS names the folder ${folder}, which cannot be read (${reason}); correct it or leave it out`], {
      cause,
    });
  }
}
