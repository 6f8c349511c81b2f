import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';

const folder = join(__dirname, '../histories');
const histories = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

async function replay(history: unknown): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: await loadWorkflowBundle() }, history);
}

beforeAll(() => {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR', () => undefined) });
});

it.each(histories)('replays %s, which an earlier build or this one wrote', async (name) => {
  await replay(JSON.parse(readFileSync(join(folder, name), 'utf8')));
});

it('would notice a build that makes other calls than the history holds', async () => {
  const [name] = histories.filter((one) => one.endsWith('/sequential-nested.json'));
  const text = readFileSync(join(folder, name ?? ''), 'utf8').replace('"callModel"', '"callTool"');
  await expect(replay(JSON.parse(text))).rejects.toThrow();
});
