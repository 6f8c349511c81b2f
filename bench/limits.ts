import { parseArgs } from 'node:util';
import { agentBody } from '../contracts/entities';
import { waitUntil } from '../runtime/wait-until';
import { forEachBounded } from '../supervisor/for-each-bounded';
import { createEngineRig } from '../test/harness/engine-rig';
import { startAs } from '../test/harness/start-as';
import { startTestTemporal } from '../test/harness/temporal-server';
import { withCleanUp } from './with-clean-up';

const HELP = `npm run bench:limits -- [--executions N] [--per-minute N]
  --executions N   executions of one model call each, of two organizations (500)
  --per-minute N   calls a minute that the provider allows (1500; 100 takes five minutes)`;

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
  const perMinute = Number(values['per-minute'] ?? 1_500);
  if (!(executions >= 10 && perMinute >= 1)) throw new Error(HELP);

  await withCleanUp(async (defer) => {
    const temporal = await startTestTemporal();
    defer(temporal.stop);
    const organizations = Object.fromEntries(Object.entries(WEIGHTS).map(([id, weight]) => [id, { weight }]));
    const rig = await createEngineRig({ temporal, limits: { providers: { openai: { callsPerMinute: perMinute } }, organizations } });
    defer(rig.close);
    const agent = agentBody.parse({ name: 'A' });
    for (const organizationId of Object.keys(WEIGHTS)) await rig.definitions.agents.create(organizationId, `agt_${organizationId}`, agent);

    const sent: { at: number; organizationId: string }[] = [];
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
    const start = (one: (typeof started)[number]) =>
      startAs(rig, { ...one, root: { id: 'a', type: 'agent', agent: 'A' }, weightOf: (id) => WEIGHTS[id] ?? 1 });
    const [first, ...others] = started;
    if (first !== undefined) await start(first);
    await rig.model.waitFor(({ failed }) => failed === 1);
    await forEachBounded(others, 8, start);
    const patience = (executions / perMinute) * MINUTE_MS * 3 + untilAll * 1_000 + MINUTE_MS;
    await waitUntil(async () => (await rig.executions.listOpen(1)).length === 0, patience, 'Not all have ended');
    await report();

    async function report(): Promise<void> {
      const [first, last] = [sent[0]?.at ?? 0, sent.at(-1)?.at ?? 0];
      const allowed = ((executions - 1) * MINUTE_MS) / perMinute;
      // From the first to the last of the smaller one both wait.
      const together = sent.slice(0, sent.findLastIndex(({ organizationId }) => organizationId === 'few') + 1);
      const share = together.filter(({ organizationId }) => organizationId === 'few').length / together.length;
      const most = Math.max(...sent.map(({ at }, index) => sent.slice(index).filter((other) => other.at < at + MINUTE_MS / 10).length));
      const statuses: Record<string, number> = {};
      let attempts = 0;
      for (const { organizationId, executionId } of started) {
        const { status = 'missing' } = (await rig.executions.get(organizationId, executionId)) ?? {};
        statuses[status] = (statuses[status] ?? 0) + 1;
        const page = await rig.executions.listAttempts(organizationId, executionId, { limit: 10 });
        attempts += page === 'invalidCursor' ? 0 : page.items.length;
      }
      console.log(`${executions} executions at ${perMinute} calls a minute`);
      console.log(
        `time            ${((last - first) / 1_000).toFixed(1)} s, ${((last - first) / allowed).toFixed(3)} × what the limit allows`,
      );
      console.log(`share           ${(share * 100).toFixed(1)} % of the calls for a weight of 3 in 4, while both waited`);
      console.log(`most in 6 s     ${most} (a tenth of the limit: ${(perMinute / 10).toFixed(0)})`);
      console.log(`attempts        ${attempts}`);
      console.log(`statuses        ${JSON.stringify(statuses)}`);
    }
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
