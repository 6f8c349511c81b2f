import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { createClient } from '../../client';
import type { BenchServer } from '../start-server';
import { inARow } from '../works';
import { type Figure, toCompared } from './figures';
import { measureInTurn } from './measure-in-turn';
import { type LoadResult, sendRequests, toResult } from './send-requests';
import { startPart } from './start-part';

const STARTS = 400;
const CONCURRENCY = 20;

/**
 * Starts a second: `POST …/execute` with an idempotency key, as the SDK sends it, beside the same number of bare
 * starts by Temporal's client. No worker runs, so nothing but the starts themselves is measured.
 */
export async function measureStarts(server: BenchServer, folder: string, rounds: number): Promise<Figure[]> {
  const api = await startPart('api', { server, dataFolder: join(folder, 'starts') });
  try {
    const path = await saveWorkflow(api.url);
    const startOurs = () =>
      sendRequests({
        url: api.url,
        requests: STARTS,
        concurrency: CONCURRENCY,
        toRequest: () => ({ path, body: { input: 'Write about the sea.' }, headers: { 'idempotency-key': randomUUID() } }),
      });
    const samples = await measureInTurn(rounds, startOurs, () => startBare(server.temporal.client));
    const of = (what: keyof LoadResult) => samples.map(({ value, beside: bare }) => ({ value: value[what], beside: bare[what] }));
    const beside = 'bare';
    return [
      toCompared({ title: 'start an execution', unit: 'starts/s', beside }, of('perSecond')),
      toCompared({ title: 'start an execution, p50', unit: 'ms', beside }, of('p50')),
      toCompared({ title: 'start an execution, p99', unit: 'ms', beside }, of('p99')),
    ];
  } finally {
    await api.stop();
  }
}

/** The path that starts it. */
async function saveWorkflow(url: string): Promise<string> {
  const client = createClient({ url });
  const agent = await client.agents.create({ name: 'Writer', instructions: 'Write.' });
  const steps = ['first', 'second', 'third'].map((id) => ({ id, type: 'agent' as const, agent: agent.id }));
  const workflow = await client.workflows.create({ name: 'Starts', root: { id: 'row', type: 'sequential', steps } });
  return `/api/v1/workflows/${workflow.id}/execute`;
}

async function startBare(client: Client): Promise<LoadResult> {
  const { workflow, arguments: args } = inARow(3).bare;
  const times: number[] = [];
  let left = STARTS;
  const startInTurn = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await client.workflow.start(workflow, { workflowId: `bare-${randomUUID()}`, taskQueue: 'bench-starts', args });
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, startInTurn));
  return toResult(times, performance.now() - began);
}
