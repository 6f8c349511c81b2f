import OpenAI from 'openai';
import { quantile } from '../quantile';
import { type Figure, toCompared } from './figures';
import type { LiveStudio } from './start-live-studio';

/** Of each kind, in a round. */
const CALLS = 20;

/**
 * Milliseconds from the moment at which the model server sends its first byte until text of it is there: at a client
 * of our live channel, beside the bare `openai` client. Both wait in this process, which is the server's too.
 */
export async function measureFirstText(studio: LiveStudio, rounds: number): Promise<Figure[]> {
  const { client, model, agentId } = studio;
  const bare = new OpenAI({ baseURL: model.url, apiKey: 'none', maxRetries: 0 });
  const workflow = await client.workflows.create({ name: 'One call', root: { id: 'only', type: 'agent', agent: agentId } });
  const samples: { ours: number[]; bare: number[] }[] = [];
  let gates = 0;
  for (let round = 0; round <= rounds; round++) {
    const sample = { ours: [] as number[], bare: [] as number[] };
    for (let call = 0; call < CALLS; call++) {
      sample.ours.push(await timeOurs(studio, workflow.id, `first text ${gates++}`));
      sample.bare.push(await timeBare(studio, bare, `first text ${gates++}`));
    }
    // Round 0 warms up and is not counted.
    if (round > 0) samples.push(sample);
  }
  const of = (share: number) =>
    samples.map(({ ours, bare: beside }) => ({ value: quantile(ours, share), beside: quantile(beside, share) }));
  const about = { unit: 'ms', beside: 'by the bare openai client' };
  return [
    toCompared({ title: "the model's first byte to the first AgentDelta, p50", ...about }, of(0.5)),
    toCompared({ title: "the model's first byte to the first AgentDelta, p95", ...about }, of(0.95)),
  ];
}

async function timeOurs({ client, model }: LiveStudio, workflowId: string, gate: string): Promise<number> {
  hold(model, gate);
  const { executionId } = await client.workflows.execute(workflowId, 'Say a few words.');
  const items = client.executions.watch(executionId);
  let began = Number.NaN;
  let took = Number.NaN;
  for await (const item of items) {
    if (item.type === 'connection' && item.state === 'connected') began = await release(model, gate);
    if (item.type === 'delta' && Number.isNaN(took)) took = performance.now() - began;
  }
  if (Number.isNaN(took)) throw new Error(`Execution ${executionId} ended without a delta`);
  return took;
}

async function timeBare({ model }: LiveStudio, openai: OpenAI, gate: string): Promise<number> {
  hold(model, gate);
  const asking = openai.chat.completions.create({
    model: 'fake-model',
    messages: [{ role: 'user', content: 'Say a few words.' }],
    stream: true,
  });
  const began = await release(model, gate);
  let took = Number.NaN;
  for await (const chunk of await asking) {
    if (chunk.choices[0]?.delta.content && Number.isNaN(took)) took = performance.now() - began;
  }
  return took;
}

function hold(model: LiveStudio['model'], gate: string): void {
  model.setBehaviour({ text: 'A few words, no more.', hold: { gate, at: 'beforeFirstByte' } });
}

/** Lets the answer go once the request waits for it; returns when. */
async function release(model: LiveStudio['model'], gate: string): Promise<number> {
  await model.waitFor(({ held }) => held[gate] === 1);
  const now = performance.now();
  model.release(gate);
  return now;
}
