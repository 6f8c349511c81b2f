import type { StepInput } from '../../contracts/steps';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';
import { createEditedSources, type EditedSources } from '../harness/edited-sources';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';
import { longestPayload } from '../harness/longest-payload';
import { manyCases } from '../harness/many-cases';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const LARGEST_PAYLOAD = 64 * 1024;

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig({ timeouts: { firstByte: 600_000 } });
  await rig.agents({ name: 'A' }, { name: 'Hasty', tools: ['text_statistics'], limits: { maxTurns: 1 } });
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour({}));

/** Tasks that the worker failed. The server gives up one by itself when a hundred events come while it is worked on, and makes another. */
const failedTasks = async ({ handle }: Run) =>
  ((await handle.fetchHistory()).events ?? []).filter(
    ({ workflowTaskFailedEventAttributes: failed }) => failed && failed.identity !== 'history-service',
  );

describe('many branches that end in one moment', () => {
  const ITEMS = 100;
  /** As long as an id may be, so that what is told of every level is long. */
  const id = (name: string) => name.padEnd(64, '_');
  const nested = (agent: string): StepInput => {
    const leaf: StepInput = { id: id('leaf'), type: 'agent', agent };
    const row = (name: string, step: StepInput): StepInput => ({ id: id(name), type: 'sequential', steps: [step] });
    return { id: id('each'), type: 'map', over: 'input', body: row('outer', row('inner', leaf)), maxParallel: ITEMS, onFailure: 'collect' };
  };
  const items = Array.from({ length: ITEMS }, (_, index) => index);

  async function startHeld(gate: string, agent: string): Promise<Run> {
    const toolCalls = [{ tool: 'text_statistics', arguments: { text: 'x' } }];
    rig.model.setBehaviour({ toolCalls, hold: { gate, at: 'beforeFirstByte' } });
    const run = await rig.start(nested(agent), items);
    await rig.model.waitFor(({ held }) => held[gate] === ITEMS, 60_000);
    return run;
  }

  it.each(['fail', 'are cancelled'])(
    'and %s are told of in payloads of bounded size, all of them',
    async (how) => {
      const run = await startHeld(how, 'Hasty');
      if (how === 'fail') rig.model.release(how);
      else await run.handle.cancel();
      const { execution, events } = await run.finished();
      expect(execution.status).toBe(how === 'fail' ? 'completed' : 'cancelled');
      const ends = events.filter(({ type }) => type === (how === 'fail' ? 'stepFailed' : 'stepCancelled'));
      expect(ends).toHaveLength(how === 'fail' ? 3 * ITEMS : 3 * ITEMS + 1);
      expect(await longestPayload(run)).toBeLessThan(LARGEST_PAYLOAD);
      expect(await failedTasks(run)).toEqual([]);
    },
    120_000,
  );
});

it('an execution of a step whose plan is too long for one payload gets it in pieces', async () => {
  await rig.workflows({ name: 'Long plan', root: manyCases(450, { id: 'a', type: 'agent', agent: 'A' }) });
  const run = await rig.start({ id: 'w', type: 'workflow', workflow: 'Long plan' });
  const { execution, events } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1 } });
  const child = events.flatMap((event) => (event.type === 'childStarted' ? [event.childExecutionId] : []));
  expect(await longestPayload(rig.runOf(child[0] ?? ''))).toBeLessThan(LARGEST_PAYLOAD);
});

describe('more at the same time than Temporal allows', () => {
  /** In place of 2,000. */
  const MOST = 12;
  let server: TestTemporal;
  let edited: EditedSources;
  let narrow: EngineRig;

  beforeAll(async () => {
    server = await startTestTemporal({
      'limit.numPendingActivities.error': String(MOST),
      'limit.numPendingChildExecutions.error': String(MOST),
    });
    narrow = await createEngineRig({ temporal: server, worker: false });
    edited = createEditedSources('workflows/runtime/gate.ts', ['MOST_PENDING = 2_000', `MOST_PENDING = ${MOST}`]);
    await narrow.startWorker({ workflowBundle: await loadWorkflowBundle(edited.root) });
    await narrow.agents({ name: 'A' });
    await narrow.workflows({ name: 'Inner', root: { id: 'inner', type: 'agent', agent: 'A' } });
  }, 120_000);
  afterAll(async () => {
    await narrow?.close();
    edited?.remove();
    await server?.stop();
  });

  it.each<[string, (name: string) => StepInput]>([
    ['calls', (name) => ({ id: `${name}_item`, type: 'agent', agent: 'A' })],
    ['executions of steps', (name) => ({ id: `${name}_item`, type: 'workflow', workflow: 'Inner' })],
    ['waits', (name) => ({ id: `${name}_item`, type: 'wait', for: '10ms' })],
  ])('%s begin as soon as others have ended', async (_kind, bodyOf) => {
    const branches = ['a', 'b'].map((name): StepInput => ({ id: name, type: 'map', over: 'input', body: bodyOf(name), maxParallel: MOST }));
    const run = await narrow.start(
      { id: 'all', type: 'concurrent', branches },
      Array.from({ length: MOST }, (_, index) => index),
    );
    const { execution, events } = await run.finished();
    expect(execution.status).toBe('completed');
    expect(events.filter(({ type, stepPath }) => type === 'stepCompleted' && stepPath?.includes('_item#'))).toHaveLength(2 * MOST);
    expect(await failedTasks(run)).toEqual([]);
  });
});
