import { type Execution, hasEnded } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { forEachBounded } from '../../supervisor/for-each-bounded';
import { checkPromises } from '../product/check-promises';
import { readProviderRecord } from '../product/provider-record';
import { readEvents } from '../product/read-execution';
import { type ChaosScene, createBareClient } from './chaos-scene';
import type { ChaosOutcome, Started } from './outcome';
import { toWork } from './works';

export interface CheckedChaos {
  /** Each a promise that was broken, in words. Empty: all were kept. */
  violations: string[];
  figures: ChaosFigures;
}

export interface ChaosFigures {
  executions: number;
  /** By how they ended. */
  ended: Record<string, number>;
  faults: Record<string, number>;
  /** Writes that a store refused, or did though it said that it had not. */
  storeFaults: { refused: number; landed: number };
  /** Model calls that were answered and kept, and attempts that were paid for, or may have been, in vain. */
  calls: number;
  wastedCalls: number;
  /** Requests that the provider saw. */
  requests: number;
  watchers: number;
}

const AT_ONCE = 8;
/** Two sweeps, after the 5 s for which a start may be under way. */
const SETTLED_MS = 30_000;
/** Of those that nobody disturbed; fewer would mean that chaos proves little. */
const LEAST_COMPLETED = 0.9;

/** Holds a run to promises 1 to 5 of the design, from outside: API, feed, Temporal, and what the provider counted. `before`: executions that are not the run's. */
export async function checkChaos(scene: ChaosScene, outcome: ChaosOutcome, before: ReadonlySet<string>): Promise<CheckedChaos> {
  const violations = [...outcome.violations];
  const note = (about: string, error: unknown) =>
    void violations.push(`${about}: ${error instanceof Error ? error.message : String(error)}`);
  const { product } = scene;
  const client = createBareClient(product.studio.url);

  const started = [...outcome.started.values()];

  // 1. Accepted is durable, once a key.
  await forEachBounded(started, AT_ONCE, async ({ executionId, workflowId, input, key }) => {
    const again = await client.workflows.execute(workflowId, input, { idempotencyKey: key });
    if (again.executionId !== executionId) note(executionId, `its key answers with ${again.executionId}`);
  });

  // 3. One truth: Temporal knows the same executions as we, once the sweeper has been there, and runs none.
  let { executions, all } = await readAll();
  const isSettled = async () => {
    ({ executions, all } = await readAll());
    const [known, running] = [await listTemporal(''), await listTemporal("ExecutionStatus = 'Running'")];
    return running.length === 0 && isSame(toIds(all), known);
  };
  await waitUntil(isSettled, SETTLED_MS, 'Temporal and we do not agree', 500).catch((error: unknown) => note('the run', error));
  compare('listed', 'known to Temporal', toIds(all), await listTemporal(''));
  compare('accepted', 'listed', [...started.map(({ executionId }) => executionId), ...outcome.derived], toIds(executions));

  // 2 to 5, execution by execution.
  const provider = await readProviderRecord(product.fake);
  const byId = new Map(started.map((one) => [one.executionId, one]));
  await forEachBounded(all, AT_ONCE, async (execution) => {
    const terminated = outcome.terminated.has(execution.id);
    try {
      await checkPromises({ ...product, client }, execution.id, { provider, terminated });
    } catch (error) {
      note(execution.id, error);
      const { items } = await client.executions.attempts(execution.id, { limit: 200 });
      violations.push(`${execution.id} in detail: ${JSON.stringify({ attempts: items, seen: provider(execution.id) })}`);
    }
    checkCeiling(execution);
    checkEnd(execution, byId.get(execution.id));
  });
  for (const { executionId, events } of outcome.watched) {
    const feed = await readEvents(client, executionId);
    if (JSON.stringify(events) !== JSON.stringify(feed))
      note(executionId, `a watcher saw ${events.map(({ seq }) => seq)}, the feed has ${feed.length} events`);
  }

  const undisturbed = started.filter(({ executionId }) => !outcome.disturbed.has(executionId));
  const statuses = new Map(executions.map(({ id, status }) => [id, status]));
  const completed = undisturbed.filter(({ executionId, work }) =>
    toWork(work).ends.includes(statuses.get(executionId) ?? 'running'),
  ).length;
  if (completed === 0 || completed < LEAST_COMPLETED * undisturbed.length) {
    note('the run', `only ${completed} of ${undisturbed.length} undisturbed executions ended as they should`);
  }
  return { violations, figures: toFigures() };

  /** Those of the run, and with them those that they ran. */
  async function readAll(): Promise<{ executions: Execution[]; all: Execution[] }> {
    const executions: Execution[] = [];
    for await (const execution of client.executions.list({ limit: 200 })) if (!before.has(execution.id)) executions.push(execution);
    const parts: Execution[] = [];
    await forEachBounded(executions, AT_ONCE, async ({ id }) => {
      for await (const part of client.executions.list({ parentId: id })) parts.push(part);
    });
    return { executions, all: [...executions, ...parts] };
  }

  /** By what the provider saw, not by what we counted. */
  function checkCeiling({ id, budget, budgetUsed }: Execution): void {
    const requests = Object.values(provider(id).calls).reduce((sum, call) => sum + call.requests - call.failed, 0);
    if (budget?.calls !== undefined && Math.max(requests, budgetUsed?.calls ?? 0) > budget.calls) {
      note(id, `made ${requests} calls and counts ${budgetUsed?.calls}, its ceiling is ${budget.calls}`);
    }
  }

  function checkEnd(execution: Execution, start: Started | undefined): void {
    const { id, status, error } = execution;
    if (!hasEnded(status)) note(id, `is ${status}`);
    if (start !== undefined && !outcome.disturbed.has(id)) {
      const { ends, check } = toWork(start.work);
      if (!ends.includes(status)) note(id, `"${start.work}" ended as ${status}: ${JSON.stringify(error)}`);
      const complaint = status === 'completed' ? check?.(execution) : undefined;
      if (complaint !== undefined) note(id, `"${start.work}" ${complaint}`);
    }
  }

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

  function toFigures(): ChaosFigures {
    const ended: Record<string, number> = {};
    for (const { status } of executions) ended[status] = (ended[status] ?? 0) + 1;
    const sum = (counter: 'calls' | 'wastedCalls') => executions.reduce((total, { usage }) => total + usage[counter], 0);
    const requests = all.reduce((total, { id }) => total + provider(id).sent.length, 0);
    const { faults, storeFaults, watched } = outcome;
    return {
      executions: executions.length,
      ended,
      faults,
      storeFaults,
      calls: sum('calls'),
      wastedCalls: sum('wastedCalls'),
      requests,
      watchers: watched.length,
    };
  }
}

const toIds = (executions: Execution[]): string[] => executions.map(({ id }) => id);

function isSame(ids: string[], others: string[]): boolean {
  return ids.length === others.length && new Set([...ids, ...others]).size === ids.length;
}
