import type { Client } from '@temporalio/client';
import { totalWrites } from './count-store-writes';
import { median, type Sample } from './metrics';
import { readHistory } from './read-history';
import { readMemory } from './read-memory';
import type { Shape } from './shapes';
import type { Subject } from './subject';

/** Runs a shape's executions once and says what they took. */
export async function measure(client: Client, subject: Subject, shape: Shape): Promise<Sample> {
  const writesBefore = await countAll(subject);
  const began = performance.now();
  const executions = await runExecutions(client, subject, shape);
  const seconds = (performance.now() - began) / 1_000;
  const writes = (await countAll(subject)) - writesBefore;
  const history = await readHistory(client, executions[0]?.id ?? '');
  const { ends } = history;
  return {
    stepMilliseconds: (median(executions.map(({ milliseconds }) => milliseconds)) ?? 0) / shape.calls,
    executionsPerSecond: shape.executions / seconds,
    eventsPerCall: history.events / shape.calls,
    bytesPerCall: history.bytes / shape.calls,
    eventsGrowth: ends === undefined ? null : ends.last.events / ends.first.events,
    bytesGrowth: ends === undefined ? null : ends.last.bytes / ends.first.bytes,
    writesPerCall: writes / (shape.executions * shape.calls),
    workerMegabytes: readMemory(subject.pid),
  };
}

async function countAll(subject: Subject): Promise<number> {
  return (await subject.countWrites()).reduce((sum, writes) => sum + totalWrites(writes), 0);
}

/** From before the start until the caller has the result. */
async function runExecutions(client: Client, subject: Subject, shape: Shape): Promise<{ id: string; milliseconds: number }[]> {
  const done: { id: string; milliseconds: number }[] = [];
  let left = shape.executions;
  const runInTurn = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const id = await subject.start(shape);
      await client.workflow.getHandle(id).result();
      done.push({ id, milliseconds: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: shape.concurrency }, runInTurn));
  return done;
}
