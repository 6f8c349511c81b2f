import { parseArgs } from 'node:util';
import type { Approval, Client } from '../client';
import { waitUntil } from '../runtime/wait-until';
import { type Figure, toLine } from './api/figures';
import { startLiveStudio } from './api/start-live-studio';
import { quantile } from './quantile';
import { startServer } from './start-server';
import { createTemporaryFolder } from './temporary-folder';
import { withCleanUp } from './with-clean-up';

/** Approvals that wait in one execution. */
const EACH = 50;

const HELP = `npm run bench:approvals -- [--approvals N]
  --approvals N   pending approvals that are decided at once, of executions of ${EACH} each (1000)`;

/** What the product's design aims at, of 1,000. */
const MOST_SECONDS = 30;

/** Very many approvals decided at once: how long until all of it is carried out, and whether any decision was lost. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { approvals: { type: 'string', default: '1000' }, help: { type: 'boolean' } } });
  const count = Number(values.approvals);
  if (values.help) return console.log(HELP);
  if (!(Number.isInteger(count) && count >= EACH && count % EACH === 0)) throw new Error(`${HELP}\n  a multiple of ${EACH}`);
  await withCleanUp(async (defer) => {
    const folder = createTemporaryFolder(defer, 'approvals');
    const server = await startServer(folder);
    defer(server.stop);
    const studio = await startLiveStudio(server, folder);
    defer(studio.stop);
    // The first ones warm up and are not counted.
    await decideAll(studio.client, 1);
    for (const figure of await decideAll(studio.client, count / EACH)) console.log(toLine(figure));
  });
}

async function decideAll(client: Client, executions: number): Promise<Figure[]> {
  const count = executions * EACH;
  const { started, asked } = await ask(client, executions);
  const took: number[] = [];
  const begun = performance.now();
  const answers = await Promise.all(
    asked.map(async ({ id, prompt }) => {
      const before = performance.now();
      const answer = await client.approvals.decide(id, { decision: toDecision(Number(prompt)), comment: `said of ${prompt}` });
      took.push(performance.now() - before);
      return answer;
    }),
  );
  const results = await Promise.all(started.map((id) => client.executions.result(id)));
  const seconds = (performance.now() - begun) / 1_000;
  const carriedOut = results.flatMap(({ output }) => (output?.data as { text?: string; data?: { decision?: string } }[] | undefined) ?? []);
  const right = carriedOut.filter(({ text, data }, index) => isRight(index % EACH, text, data?.decision)).length;
  const what = `${count} approvals decided at once`;
  return [
    { title: `${what}: from the first decision until all executions have ended`, unit: 's', value: seconds, atMost: MOST_SECONDS },
    { title: `${what}: decisions accepted`, unit: '', value: answers.length, atLeast: count },
    { title: `${what}: carried out otherwise than decided, or not at all`, unit: '', value: count - right, atMost: 0 },
    { title: `${what}: one decision, p50`, unit: 'ms', value: quantile(took, 0.5) },
    { title: `${what}: one decision, p99`, unit: 'ms', value: quantile(took, 0.99) },
  ];
}

/** Starts executions and waits until all of their approvals do. */
async function ask(client: Client, executions: number): Promise<{ started: string[]; asked: Approval[] }> {
  const root = {
    id: 'all',
    type: 'map' as const,
    over: 'input',
    body: { id: 'ask', type: 'approval' as const, prompt: '{{ index }}' },
    maxParallel: EACH,
  };
  const workflow = await client.workflows.create({ name: `${executions} times ${EACH} approvals`, root });
  const items = Array.from({ length: EACH }, (_, index) => index);
  const started: string[] = [];
  for (let number = 0; number < executions; number++) started.push((await client.workflows.execute(workflow.id, items)).executionId);
  const asked: Approval[] = [];
  const allWait = async () => {
    asked.splice(0);
    for await (const one of client.approvals.list({ workflowId: workflow.id, limit: 200 })) asked.push(one);
    return asked.length === executions * EACH;
  };
  await waitUntil(allWait, 300_000, 'Not all wait');
  return { started, asked };
}

const toDecision = (index: number) => (index % 2 === 0 ? ('approve' as const) : ('reject' as const));

function isRight(index: number, text: string | undefined, decision: string | undefined): boolean {
  return text === `said of ${index}` && decision === toDecision(index);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
