import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { EngineRig, Finished } from '../harness/engine-rig';
import { createForkRig, SPEAKERS, STEP_OF_A } from '../harness/fork-rig';
import { readActivities } from '../harness/read-activities';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createForkRig();
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour({}));

const a = STEP_OF_A;
const participants = SPEAKERS;

it.each([
  ['by turns', 'roundRobin' as const, ['callModel', 'callModel', 'callModel', 'evaluate']],
  ['with a manager', { type: 'agent' as const, agent: 'Boss' }, [...Array(6).fill('callModel'), 'evaluate']],
])('a fork of a chat %s does nothing again: its first activity is its first new call', async (_name, manager, expected) => {
  rig.model.setBehaviour((request) => (request.messages[0]?.content === 'Boss' ? { text: '{"next":"bob"}' } : {}));
  const type = typeof manager === 'string' ? { type: manager } : manager;
  const source = await rig.start({ id: 'chat', type: 'groupChat', participants, manager: type, maxRounds: 9 });
  await source.finished();
  const forked = await rig.fork(source, 6);
  expect((await forked.finished()).execution).toMatchObject({ status: 'completed', output: { data: { rounds: 9 } } });
  expect(await readActivities(forked)).toEqual(expected);
});

it('a fork of a loop and of a turn with many tool calls does nothing again', async () => {
  rig.model.setBehaviour({ toolCalls: [{ tool: 'text_statistics', arguments: { text: 'x' } }] });
  const source = await rig.start({ id: 'again', type: 'loop', body: a, until: 'iteration == 5', maxIterations: 9 });
  await source.finished();
  const forked = await rig.fork(source, 3);
  const { execution, requests } = await forked.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: { iterations: 5 } } });
  expect(Object.keys(requests).sort()).toEqual(['again/a#4:m1', 'again/a#4:m2', 'again/a#5:m1', 'again/a#5:m2']);
  const activities = await readActivities(forked);
  expect(activities.filter((name) => name !== 'evaluate')).toEqual([
    'callModel',
    'callTool',
    'callModel',
    'callModel',
    'callTool',
    'callModel',
  ]);
});

it('the same speaker twice in a row has two turns of its own, and a fork between them makes only the second', async () => {
  rig.model.setBehaviour((request) => (request.messages[0]?.content === 'Boss' ? { text: '{"next":"bob"}' } : {}));
  const root: StepInput = { id: 'chat', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Boss' }, maxRounds: 3 };
  const source = await rig.start(root);
  const { messages } = await source.finished();
  expect(messages.flatMap(({ agent, callId }) => (agent === 'bob' ? [callId] : []))).toEqual([
    'chat/bob#1:m1',
    'chat/bob#2:m1',
    'chat/bob#3:m1',
  ]);
  const { requests } = await (await rig.fork(source, 2)).finished();
  expect(Object.keys(requests).sort()).toEqual(['chat/bob#3:m1', 'chat:manager3.1']);
});

it('ids are the same whichever worker makes the calls, and whenever', async () => {
  const root: StepInput = {
    id: 'row',
    type: 'sequential',
    steps: [
      a,
      {
        id: 'all',
        type: 'concurrent',
        branches: [
          { ...a, id: 'b' },
          { ...a, id: 'c' },
        ],
      },
    ],
  };
  const idsOf = ({ messages, events }: Finished) => ({
    messages: messages.map(({ id, callId }) => `${id} ${callId}`).sort(),
    // The calls that the worker took with it are made again, and the feed says so.
    events: events.flatMap(({ type, stepPath }) => (type === 'callRetried' ? [] : [`${type} ${stepPath}`])).sort(),
  });
  const undisturbed = await rig.run(root);
  rig.model.setBehaviour([{ when: { callIncludes: 'row/all/' }, behaviour: { hold: { gate: 'both', at: 'beforeFirstByte' } } }]);
  const run = await rig.start(root);
  const isHeld = () => ['b', 'c'].every((id) => rig.model.requests.some(({ call }) => call === `${run.id}/row/all/${id}:m1`));
  await waitUntil(isHeld, 20_000, 'The branches made no call');
  await rig.withoutWorker(async () => rig.model.release('both'));
  expect(idsOf(await run.finished())).toEqual(idsOf(undisturbed));
});
