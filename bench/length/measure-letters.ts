import { setTimeout as pause } from 'node:timers/promises';
import type { FeedEvent } from '../../client';
import type { LiveStudio } from '../api/start-live-studio';
import type { BenchServer } from '../start-server';
import { tellPauses } from './measure-long-work';
import { readContinuedRuns } from './read-continued-runs';
import { tell } from './tell';

/** A run of so many events is as long as Temporal lets it be, and then it may continue as new once a second. */
export const SHORT_RUNS = { 'limit.historyCount.suggestContinueAsNew': '40' };

/** Between two letters of a kind: several in each run, at all its places. */
const EVERY_MS = 180;
const LOOK_EVERY_MS = 250;
/** So that nothing ends before it is told to. */
const ENDLESS = 100_000;

/**
 * Sends events and decides approvals without a pause while an execution continues as new so many times, and counts
 * which of them it never took. Rounds of a chat go on beside, so that there is always something to interrupt.
 */
export async function measureLetters(server: BenchServer, { client, agentId }: LiveStudio, times: number): Promise<void> {
  const participants = ['ann', 'bob'].map((id) => ({ id, agent: agentId }));
  const workflow = await client.workflows.create({
    name: 'Letters',
    root: {
      id: 'all',
      type: 'concurrent',
      branches: [
        {
          id: 'chat',
          type: 'groupChat',
          participants: participants.map((one) => ({ ...one, view: { type: 'window', last: 2 } })),
          maxRounds: ENDLESS,
        },
        { id: 'ticks', type: 'loop', body: { id: 'tick', type: 'wait', event: 'tick' }, until: 'false', maxIterations: ENDLESS },
        { id: 'asks', type: 'loop', body: { id: 'ask', type: 'approval', prompt: 'Go on?' }, until: 'false', maxIterations: ENDLESS },
      ],
    },
  });
  const { executionId } = await client.workflows.execute(workflow.id, 'Say something.');
  const stop = new AbortController();
  const stopping = (work: Promise<void>) => work.finally(() => stop.abort());
  const sent: string[] = [];
  const decided: string[] = [];

  async function sendEvents(): Promise<void> {
    for (; !stop.signal.aborted; await pause(EVERY_MS)) {
      const text = String(sent.length + 1);
      await client.executions.sendEvent(executionId, { name: 'tick', payload: text });
      sent.push(text);
    }
  }

  async function decide(): Promise<void> {
    for (; !stop.signal.aborted; await pause(EVERY_MS)) {
      for (const { id } of (await client.approvals.list({ executionId })).items) {
        await client.approvals.decide(id, { decision: 'approve', comment: id });
        decided.push(id);
      }
    }
  }

  async function untilContinued(): Promise<void> {
    const seen = new Set<string>();
    for (; seen.size <= times && !stop.signal.aborted; await pause(LOOK_EVERY_MS)) {
      const { runId, status } = await server.temporal.client.workflow.getHandle(executionId).describe();
      if (status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW') throw new Error(`Execution ${executionId} is ${status.name}`);
      seen.add(runId);
    }
  }

  await Promise.all([sendEvents(), decide(), untilContinued()].map(stopping));
  const taken = await untilTaken();
  await client.executions.cancel(executionId);
  await client.executions.result(executionId);
  const runs = await readContinuedRuns(server.temporal.client, executionId);

  console.log(`events and decisions sent to an execution that continued as new ${runs.length - 1} times`);
  tell('events lost, repeated or out of order', countAstray(sent, taken.ticks), { atMost: 0 }, `${sent.length} sent`);
  tell('decisions lost, repeated or out of order', countAstray(decided, taken.asks), { atMost: 0 }, `${decided.length} made`);
  tellPauses(runs);

  /** What the steps got, once it is as much as was sent, or nothing more comes. */
  async function untilTaken(): Promise<{ ticks: string[]; asks: string[] }> {
    const events: FeedEvent[] = [];
    const outputs = (stepType: string) =>
      events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === stepType ? [event.output?.text ?? ''] : []));
    for (let quiet = 0; quiet < QUIET_LOOKS; quiet++) {
      const { items } = await client.executions.events(executionId, { after: events.at(-1)?.seq ?? 0, limit: 1_000 });
      events.push(...items);
      const [ticks, asks] = [outputs('wait'), outputs('approval')];
      if (ticks.length >= sent.length && asks.length >= decided.length) return { ticks, asks };
      if (items.length === 1_000) quiet = 0;
      else await pause(LOOK_EVERY_MS);
    }
    return { ticks: outputs('wait'), asks: outputs('approval') };
  }
}

/** The sweeper repeats after 30 s what did not arrive. */
const QUIET_LOOKS = 60_000 / LOOK_EVERY_MS;

/** How many places differ. */
function countAstray(sent: string[], taken: string[]): number {
  const length = Math.max(sent.length, taken.length);
  return Array.from({ length }, (_, index) => sent[index] === taken[index]).filter((same) => !same).length;
}
