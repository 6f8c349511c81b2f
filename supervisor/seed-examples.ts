import { existsSync, writeFileSync } from 'node:fs';
import { type Client, StudioError, type Workflow } from '../client';
import type { Examples } from '../examples';

export interface SeedOptions {
  client: Client;
  examples: Examples;
  /** A file that says that it was done; while it exists nothing is done, so what a user deletes stays deleted. */
  marker: string;
  /** Of the data folder: makes the idempotency keys its own. */
  instance: string;
}

/**
 * Creates the example definitions that are missing by name and starts the example executions, once per data folder.
 * A crash in the middle repeats it with the same idempotency keys, so nothing is made or started twice.
 */
export async function seedExamples({ client, examples, marker, instance }: SeedOptions): Promise<'seeded' | 'before'> {
  if (existsSync(marker)) {
    return 'before';
  }
  const key = (what: string) => ({ idempotencyKey: `example/${instance}/${what}` });
  for (const [index, agent] of examples.agents.entries()) {
    await unlessTaken(() => client.agents.create(agent, key(`agent/${index}`)));
  }
  const ids = new Map<string, string>();
  for (const [index, body] of examples.workflows.entries()) {
    const made = await unlessTaken(() => client.workflows.create(body, key(`workflow/${index}`)));
    const workflow = made ?? (await findByName(client, body.name));
    if (workflow !== null) {
      ids.set(workflow.name, workflow.id);
    }
  }
  for (const [index, { workflow, input }] of examples.start.entries()) {
    const id = ids.get(workflow);
    if (id === undefined) {
      throw new Error(`The example "${workflow}" is started but not defined`);
    }
    await client.workflows.execute(id, input, key(`execution/${index}`));
  }
  writeFileSync(marker, `${new Date().toISOString()}\n`, { mode: 0o600 });
  return 'seeded';
}

/** Null when there is one of the name already: a user's own, which is left alone. */
async function unlessTaken<T>(create: () => Promise<T>): Promise<T | null> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof StudioError && error.code === 'name_taken') {
      return null;
    }
    throw error;
  }
}

async function findByName(client: Client, name: string): Promise<Workflow | null> {
  let cursor: string | undefined;
  do {
    const page = await client.workflows.list({ limit: 200, cursor });
    const found = page.items.find((workflow) => workflow.name === name);
    if (found !== undefined) {
      return found;
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return null;
}
