import type { LiveStudio } from '../api/start-live-studio';
import { quantile } from '../quantile';
import { tell } from './tell';

const ROUNDS = 200;
const CUT = 150;

/** Forks a chat of 200 rounds at round 150, again and again: when its first new call is at the model server, and how many it makes. */
export async function measureFork({ client, model, agentId }: LiveStudio, forks: number): Promise<void> {
  const participants = ['ann', 'bob', 'cyd'].map((id) => ({ id, agent: agentId }));
  const root = { id: 'chat', type: 'groupChat', participants, maxRounds: ROUNDS } as const;
  const workflow = await client.workflows.create({ name: 'Forked', root });
  const source = (await client.workflows.execute(workflow.id, 'Say something.')).executionId;
  await ended(source);

  const [fromRequest, fromAnswer, calls, repeated]: [number[], number[], number[], number[]] = [[], [], [], []];
  // The first one warms up.
  for (let number = 0; number <= forks; number++) {
    const { requests } = model.counts();
    let calledAt = Number.NaN;
    model.setBehaviour((_request, { call }) => {
      if (Number.isNaN(calledAt) && !call.startsWith(`${source}/`)) calledAt = performance.now();
      return {};
    });
    const askedAt = performance.now();
    const { id } = await client.executions.fork(source, CUT);
    const answeredAt = performance.now();
    await ended(id);
    if (number === 0) continue;
    const made = model.requests.slice(requests).map(({ call }) => call);
    fromRequest.push(calledAt - askedAt);
    // It may have begun before the answer was here.
    fromAnswer.push(Math.max(0, calledAt - answeredAt));
    calls.push(made.filter((call) => call.startsWith(`${id}/`)).length);
    repeated.push(made.length - new Set(made).size);
  }

  async function ended(id: string): Promise<void> {
    const { status, error } = await client.executions.result(id);
    if (status !== 'completed') throw new Error(`Execution ${id} is ${status}: ${error?.message ?? ''}`);
  }

  console.log(`a chat of ${ROUNDS} rounds, forked at round ${CUT}, ${forks} times`);
  const left = ROUNDS - CUT;
  tell(
    'calls of a fork, the most',
    Math.max(...calls),
    { atMost: left },
    `the least ${Math.min(...calls)}; ${Math.max(...repeated)} repeated`,
  );
  tell('calls of a fork, the least', Math.min(...calls), { atLeast: left }, `it has ${left} rounds to go`);
  const spread = (times: number[]) => `p50 ${quantile(times, 0.5).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms`;
  tell('from the 202 to its first new call, p50, ms', quantile(fromAnswer, 0.5), { atMost: 100 }, spread(fromAnswer));
  tell('from the request to its first new call, p50, ms', quantile(fromRequest, 0.5), { atMost: 100 }, spread(fromRequest));
}
