import type { Client, Execution } from '../../../client';
import { waitUntil } from '../../../runtime/wait-until';
import { forEachBounded } from '../../../supervisor/for-each-bounded';
import type { ChaosScene } from '../chaos-scene';
import type { ChaosOutcome } from '../outcome';

/** The executions of a run, as the API lists them. */
export interface Listed {
  /** Those that were asked for. */
  executions: Execution[];
  /** With those that they ran. */
  all: Execution[];
}

type Note = (about: string, error: unknown) => void;

const AT_ONCE = 8;
/** Many sweeps, on a machine that has other work too. */
const SETTLED_MS = 120_000;

/**
 * Promises 1 and 3 for the run as a whole: what was accepted is there, once a key; Temporal knows the same executions
 * as we, once the sweeper has been there, and runs none. `before`: executions that are not the run's.
 */
export async function checkLists(
  { product }: ChaosScene,
  client: Client,
  outcome: ChaosOutcome,
  before: ReadonlySet<string>,
  note: Note,
): Promise<Listed> {
  const started = [...outcome.started.values()];
  await forEachBounded(started, AT_ONCE, async ({ executionId, workflowId, input, key }) => {
    const again = await client.workflows.execute(workflowId, input, { idempotencyKey: key });
    if (again.executionId !== executionId) note(executionId, `its key answers with ${again.executionId}`);
  });

  const listed = await readListed(client, before);
  const isSettled = async () => {
    const [known, running] = [await listTemporal(''), await listTemporal("ExecutionStatus = 'Running'")];
    return running.length === 0 && isSame(toIds(listed.all), known);
  };
  await waitUntil(isSettled, SETTLED_MS, 'Temporal and we do not agree', 500).catch((error: unknown) => note('the run', error));
  compare('listed', 'known to Temporal', toIds(listed.all), await listTemporal(''));
  const accepted = [...started, ...outcome.derived].map(({ executionId }) => executionId);
  compare('accepted', 'listed', accepted, toIds(listed.executions));
  return listed;

  /** By Temporal's own list, which lags a moment behind. */
  async function listTemporal(query: string): Promise<string[]> {
    const ids = new Set<string>();
    for await (const { workflowId } of product.temporal.client.workflow.list({ query })) if (!before.has(workflowId)) ids.add(workflowId);
    return [...ids];
  }

  function compare(one: string, other: string, ids: string[], others: string[]): void {
    const [left, right] = [new Set(ids), new Set(others)];
    for (const id of left) if (!right.has(id)) note(id, `is ${one} and not ${other}`);
    for (const id of right) if (!left.has(id)) note(id, `is ${other} and not ${one}`);
    if (left.size !== ids.length || right.size !== others.length) note('the run', `an execution is twice among those ${one} or ${other}`);
  }
}

/** Those of the run, and with them those that they ran, and those that these ran. */
async function readListed(client: Client, before: ReadonlySet<string>): Promise<Listed> {
  const executions: Execution[] = [];
  for await (const execution of client.executions.list({ limit: 200 })) if (!before.has(execution.id)) executions.push(execution);
  const all: Execution[] = [];
  let generation = executions;
  while (generation.length > 0) {
    all.push(...generation);
    const parts: Execution[] = [];
    await forEachBounded(generation, AT_ONCE, async ({ id }) => {
      for await (const part of client.executions.list({ parentId: id, limit: 200 })) parts.push(part);
    });
    generation = parts;
  }
  return { executions, all };
}

const toIds = (executions: Execution[]): string[] => executions.map(({ id }) => id);

function isSame(ids: string[], others: string[]): boolean {
  return ids.length === others.length && new Set([...ids, ...others]).size === ids.length;
}
