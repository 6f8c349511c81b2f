import { parseArgs } from 'node:util';
import { agentBody } from '../contracts/entities';
import { waitUntil } from '../runtime/wait-until';
import { forEachBounded } from '../supervisor/for-each-bounded';
import { createEngineRig, type EngineRig } from '../test/harness/engine-rig';
import { startAs } from '../test/harness/start-as';
import { startTestTemporal } from '../test/harness/temporal-server';
import { type Figure, toLine } from './api/figures';
import { withCleanUp } from './with-clean-up';

const HELP = `npm run bench:limits -- [--executions N] [--per-minute N]
  --executions N   executions of one model call each, of two organizations (500)
  --per-minute N   calls a minute that the provider allows (100, which takes six minutes; 1500 takes half a minute)`;

/** The organization with more executions has the smaller share. */
const WEIGHTS: Record<string, number> = { many: 1, few: 3 };
const MINUTE_MS = 60_000;
const STARTS_A_SECOND = 10;

/** Many executions against a provider that allows so many calls a minute: how long, how fairly, and whether any failed. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { executions: { type: 'string' }, 'per-minute': { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(HELP);
  const executions = Number(values.executions ?? 500);
  const perMinute = Number(values['per-minute'] ?? 100);
  if (!(executions >= 10 && perMinute >= 1)) throw new Error(HELP);

  await withCleanUp(async (defer) => {
    const temporal = await startTestTemporal();
    defer(temporal.stop);
    const organizations = Object.fromEntries(Object.entries(WEIGHTS).map(([id, weight]) => [id, { weight }]));
    const rig = await createEngineRig({ temporal, limits: { providers: { openai: { callsPerMinute: perMinute } }, organizations } });
    defer(rig.close);
    const agent = agentBody.parse({ name: 'A' });
    for (const organizationId of Object.keys(WEIGHTS)) await rig.definitions.agents.create(organizationId, `agt_${organizationId}`, agent);

    const sent: SentCall[] = [];
    // The provider lets nobody through until all have come, so that there is something to share.
    const untilAll = Math.ceil(executions / STARTS_A_SECOND);
    rig.model.setBehaviour((_, { call, count }) => {
      if (call.startsWith('many-0/') && count === 1) return { fail: { status: 429, headers: { 'retry-after': String(untilAll) } } };
      sent.push({ at: Date.now(), organizationId: call.split('-')[0] ?? '' });
      return {};
    });
    const few = Math.round(executions / 4);
    const ids = Array.from({ length: executions }, (_, index) => (index < executions - few ? 'many' : 'few'));
    const started = ids.map((organizationId, index) => ({ organizationId, executionId: `${organizationId}-${index}` }));
    const start = (one: StartedExecution) =>
      startAs(rig, { ...one, root: { id: 'a', type: 'agent', agent: 'A' }, weightOf: (id) => WEIGHTS[id] ?? 1 });
    const [first, ...others] = started;
    if (first !== undefined) await start(first);
    await rig.model.waitFor(({ failed }) => failed === 1);
    await forEachBounded(others, 8, start);
    const allCame = Date.now();
    // What takes longer has missed its bound long before.
    const patience = (executions / perMinute) * MINUTE_MS * 1.5 + untilAll * 1_000 + MINUTE_MS;
    await waitUntil(async () => (await rig.executions.listOpen(1)).length === 0, patience, 'Not all have ended');
    const ended = await readEnded(rig, started);
    console.log(`${executions} executions at ${perMinute} calls a minute: ${JSON.stringify(ended.statuses)}`);
    for (const figure of toFigures({ sent, allCame, executions, perMinute, ...ended })) console.log(toLine(figure));
  });
}

interface SentCall {
  at: number;
  organizationId: string;
}

interface StartedExecution {
  organizationId: string;
  executionId: string;
}

interface Ended {
  statuses: Record<string, number>;
  /** Of all calls together; one of them was refused, so that all had time to come. */
  attempts: number;
}

async function readEnded(rig: EngineRig, started: StartedExecution[]): Promise<Ended> {
  const ended: Ended = { statuses: {}, attempts: 0 };
  for (const { organizationId, executionId } of started) {
    const { status = 'missing' } = (await rig.executions.get(organizationId, executionId)) ?? {};
    ended.statuses[status] = (ended.statuses[status] ?? 0) + 1;
    const page = await rig.executions.listAttempts(organizationId, executionId, { limit: 10 });
    ended.attempts += page === 'invalidCursor' ? 0 : page.items.length;
  }
  return ended;
}

function toFigures(measured: Ended & { sent: SentCall[]; allCame: number; executions: number; perMinute: number }): Figure[] {
  const { sent, allCame, executions, perMinute, statuses, attempts } = measured;
  const took = (sent.at(-1)?.at ?? Number.NaN) - (sent[0]?.at ?? Number.NaN);
  const allowed = ((executions - 1) * MINUTE_MS) / perMinute;
  const isFew = ({ organizationId }: SentCall) => organizationId === 'few';
  // Both have calls that wait: from when all had come until the last one of the smaller.
  const shared = sent.slice(0, sent.findLastIndex(isFew) + 1).filter(({ at }) => at >= allCame);
  const share = shared.filter(isFew).length / shared.length;
  const most = Math.max(...sent.map(({ at }, index) => sent.slice(index).filter((other) => other.at < at + MINUTE_MS).length));
  const due = (WEIGHTS.few ?? 0) / ((WEIGHTS.few ?? 0) + (WEIGHTS.many ?? 0));
  return [
    { title: 'not completed', unit: 'executions', value: executions - (statuses.completed ?? 0), atMost: 0 },
    {
      title: 'from the first call to the last',
      unit: 's',
      value: took / 1_000,
      beside: { title: 'that the limit allows', value: allowed / 1_000 },
      ratio: took / allowed,
      atMost: 1.1,
    },
    {
      title: `share of the organization with a weight of 3 in 4, over ${shared.length} calls for which both waited, off by`,
      unit: '% of it',
      value: (Math.abs(share - due) / due) * 100,
      atMost: 5,
    },
    { title: 'most calls in a minute, wherever it begins, above the limit', unit: '', value: Math.max(0, most - perMinute) },
    { title: 'attempts beyond one a call and the one that was refused', unit: '', value: attempts - executions - 1, atMost: 0 },
  ];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
