import type { TemporalClient } from '../runtime/connect-temporal';
import { totalWrites } from './count-store-writes';
import { median, type Sample } from './metrics';
import { readHistory } from './read-history';
import { readMemory, readProcessorTime } from './read-process';
import type { Shape } from './shapes';
import type { BenchServer } from './start-server';
import type { Subject } from './subject';

/** Runs a shape's executions once and says what they took. */
export async function measure({ temporal, pid: server }: BenchServer, subject: Subject, shape: Shape): Promise<Sample> {
  const { client } = temporal;
  const calls = shape.executions * shape.calls;
  const before = await readCounters(subject, server);
  const began = performance.now();
  const executions = await runExecutions(client, subject, shape);
  const seconds = (performance.now() - began) / 1_000;
  const after = await readCounters(subject, server);
  const history = await readHistory(client, executions[0]?.id ?? '');
  const { ends } = history;
  const writes = after.count - before.count;
  return {
    stepMilliseconds: (median(executions.map(({ milliseconds }) => milliseconds)) ?? 0) / shape.calls,
    executionsPerSecond: shape.executions / seconds,
    eventsPerCall: history.events / shape.calls,
    bytesPerCall: history.bytes / shape.calls,
    eventsGrowth: ends === undefined ? null : ends.last.events / ends.first.events,
    bytesGrowth: ends === undefined ? null : ends.last.bytes / ends.first.bytes,
    writesPerCall: writes / calls,
    writeMilliseconds: writes === 0 ? null : (after.milliseconds - before.milliseconds) / writes,
    workerProcessor: (after.worker - before.worker) / calls,
    serverProcessor: (after.server - before.server) / calls,
    workerMegabytes: readMemory(subject.pid),
  };
}

async function readCounters(subject: Subject, server: number) {
  const totals = (await subject.countWrites()).map(totalWrites);
  const sum = (what: 'count' | 'milliseconds') => totals.reduce((all, total) => all + total[what], 0);
  return {
    count: sum('count'),
    milliseconds: sum('milliseconds'),
    worker: readProcessorTime(subject.pid),
    server: readProcessorTime(server),
  };
}

/** From before the start until the caller has the result. */
async function runExecutions(
  client: TemporalClient['client'],
  subject: Subject,
  shape: Shape,
): Promise<{ id: string; milliseconds: number }[]> {
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
