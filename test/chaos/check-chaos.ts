import { type Client, createClient } from '../../client';
import { forEachBounded } from '../../supervisor/for-each-bounded';
import { readProviderRecord } from '../product/provider-record';
import { readEvents } from '../product/read-execution';
import type { ChaosScene } from './chaos-scene';
import { createExecutionChecker } from './checks/check-execution';
import { checkLists, type Listed } from './checks/check-lists';
import { type ChaosFigures, toFigures } from './figures';
import type { ChaosOutcome } from './outcome';
import { toWork } from './works';

export interface CheckedChaos {
  /** Each a promise that was broken, in words. Empty: all were kept. */
  violations: string[];
  figures: ChaosFigures;
}

const AT_ONCE = 8;
/** For an answer: the machine may have other work. */
const ANSWER_MS = 60_000;
/** Of those that nobody disturbed; fewer would mean that chaos proves little. */
const LEAST_COMPLETED = 0.9;

/** Holds a run to promises 1 to 5 of the design, from outside: API, feed, Temporal, and what the provider counted. `before`: executions that are not the run's. */
export async function checkChaos(scene: ChaosScene, outcome: ChaosOutcome, before: ReadonlySet<string>): Promise<CheckedChaos> {
  const violations = [...outcome.violations];
  const note = (about: string, error: unknown) =>
    void violations.push(`${about}: ${error instanceof Error ? error.message : String(error)}`);
  const client = createClient({ url: scene.product.studio.url, timeoutMs: ANSWER_MS });
  const listed = await checkLists(scene, client, outcome, before, note);
  const provider = await readProviderRecord(scene.product.fake);
  const checker = createExecutionChecker(scene, client, outcome, provider);
  await forEachBounded(listed.all, AT_ONCE, async (execution) => {
    for (const complaint of await checker.check(execution)) note(execution.id, complaint);
  });
  for (const complaint of await checkWatchers(client, outcome)) note('a watcher', complaint);
  for (const complaint of checkEnough(listed, outcome)) note('the run', complaint);
  return { violations, figures: toFigures(listed, outcome, provider) };
}

/** Who watched behind a connection that broke saw the feed, event for event. */
async function checkWatchers(client: Client, { watched }: ChaosOutcome): Promise<string[]> {
  const complaints: string[] = [];
  for (const { executionId, events } of watched) {
    const feed = await readEvents(client, executionId);
    if (JSON.stringify(events) !== JSON.stringify(feed))
      complaints.push(`of ${executionId} saw ${events.map(({ seq }) => seq)}, the feed has ${feed.length} events`);
  }
  return complaints;
}

function checkEnough({ executions }: Listed, { started, disturbed }: ChaosOutcome): string[] {
  const undisturbed = [...started.values()].filter(({ executionId }) => !disturbed.has(executionId));
  const statuses = new Map(executions.map(({ id, status }) => [id, status]));
  const completed = undisturbed.filter(({ executionId, work }) => toWork(work).ends.includes(statuses.get(executionId) ?? 'running'));
  if (completed.length > 0 && completed.length >= LEAST_COMPLETED * undisturbed.length) return [];
  return [`only ${completed.length} of ${undisturbed.length} undisturbed executions ended as they should`];
}
