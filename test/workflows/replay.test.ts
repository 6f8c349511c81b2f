import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { version } from '../../package.json';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';
import { SCENARIOS } from '../histories/scenarios';
import { toShape } from '../histories/to-shape';

const folder = join(__dirname, '../histories');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** A replay waits for threads half of its time. */
const AT_ONCE = 4;

/** What replaying these histories says, by name; undefined where nothing is wrong. */
async function replay(histories: Record<string, string>): Promise<Map<string, Error | undefined>> {
  const replayed = new Map<string, Error | undefined>();
  const workflowBundle = await loadWorkflowBundle();
  const given = Object.entries(histories).map(([workflowId, history]) => ({ workflowId, history: JSON.parse(history) }));
  const parts = Array.from({ length: AT_ONCE }, (_, part) => given.filter((_history, position) => position % AT_ONCE === part));
  await Promise.all(
    parts.map(async (part) => {
      for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, part)) replayed.set(workflowId, error);
    }),
  );
  return replayed;
}

let replayed: Map<string, Error | undefined>;

beforeAll(async () => {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR', () => undefined) });
  replayed = await replay(Object.fromEntries(names.map((name) => [name, read(name)])));
}, 240_000);

it.each(names)('replays %s, which an earlier build or this one wrote', (name) => {
  expect(replayed.has(name)).toBe(true);
  expect(replayed.get(name)).toBeUndefined();
});

it('has histories of the first version, and of every scenario once those of this version are recorded', () => {
  expect(names.filter((name) => name.startsWith('0.1.0/'))).toHaveLength(23);
  const recorded = new Set(names.map((name) => name.replace(/^[^/]+\/|\.json$/g, '')));
  const missing = Object.keys(SCENARIOS).filter((name) => !recorded.has(name));
  expect(existsSync(join(folder, version)) ? missing : []).toEqual([]);
});

it('knows histories apart that another build could not replay, and not those of two runs of one', () => {
  const agent = read('0.1.0/agent.json');
  expect(toShape(agent.replaceAll('2026-', '2027-').replaceAll('"exe_', '"exe_other_'))).toBe(toShape(agent));
  expect(toShape(agent.replace('"callModel"', '"callTool"'))).not.toBe(toShape(agent));
  expect(toShape(agent.replace('EVENT_TYPE_ACTIVITY_TASK_STARTED', 'EVENT_TYPE_TIMER_STARTED'))).not.toBe(toShape(agent));
});

it('would notice a build that makes other calls than the history holds', async () => {
  const other = read('0.1.0/sequential-nested.json').replace('"callModel"', '"callTool"');
  const found = await replay({ other, same: read('0.1.0/agent.json') });
  expect(found.get('other')).toBeInstanceOf(Error);
  expect(found.get('same')).toBeUndefined();
});
