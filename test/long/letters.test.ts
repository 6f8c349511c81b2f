import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig } from '../harness/engine-rig';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

/** Temporal suggests to continue as new after so few events that it happens again and again. */
const EVENTS_A_RUN = 40;
const LETTERS = 100;

let server: TestTemporal;
let rig: EngineRig;

beforeAll(async () => {
  server = await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': String(EVENTS_A_RUN) });
  rig = await createEngineRig({ temporal: server });
  await rig.agents({ name: 'A' }, { name: 'B' });
});
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});

const isContinued = async (handle: { fetchHistory(): Promise<{ events?: unknown[] | null }> }) => {
  const { events } = await handle.fetchHistory();
  const [first] = (events ?? []) as { workflowExecutionStartedEventAttributes?: { continuedExecutionRunId?: string } }[];
  return first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId !== '';
};
const texts = Array.from({ length: LETTERS }, (_, index) => String(index + 1));

it('loses none of 100 messages and 100 events that arrive around continue-as-new, and tells each once, in order', async () => {
  rig.model.setBehaviour({ firstByteDelayMs: 100 });
  const run = await rig.start({
    id: 'all',
    type: 'concurrent',
    branches: [
      {
        id: 'chat',
        type: 'groupChat',
        participants: [
          { id: 'ann', agent: 'A' },
          { id: 'bob', agent: 'B' },
        ],
        maxRounds: 5_000,
        until: 'last.text == "enough"',
      },
      {
        id: 'again',
        type: 'loop',
        body: { id: 'tick', type: 'wait', event: 'tick' },
        until: `last.data == ${LETTERS}`,
        maxIterations: 200,
      },
    ],
  });
  // Before a chat has begun nobody hears.
  const begun = async () => (await run.feed()).some((event) => event.type === 'stepStarted' && event.stepPath === 'all/chat');
  await waitUntil(begun, 20_000, 'The chat did not begin');
  for (const text of texts) {
    await rig.send(run, { kind: 'message', about: 'all/chat', content: { text, as: 'Anna' } });
    await rig.send(run, { kind: 'event', about: 'tick', content: { payload: Number(text) } });
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  // One round at least begins after the last message.
  const before = rig.model.counts().requests;
  await rig.model.waitFor(({ requests }) => requests >= before + 3, 60_000);
  rig.model.setBehaviour({ text: 'enough' });
  const { execution, events } = await run.finished();
  expect(execution.status).toBe('completed');
  expect(await isContinued(run.handle)).toBe(true);
  const said = events.flatMap((event) => (event.type === 'messageAdded' && event.message.agent === 'Anna' ? [event.message.text] : []));
  const taken = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === 'wait' ? [event.output?.text] : []));
  expect(said).toEqual(texts);
  expect(taken).toEqual(texts);
}, 180_000);
