import type { StepComparison } from '../../contracts/comparison';
import type { StepInput } from '../../contracts/steps';
import { createEngineRig, type EngineRig } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A' }, { name: 'B' });
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour({ text: 'the same' }));

const chat = (maxRounds: number): StepInput => ({
  id: 'chat',
  type: 'groupChat',
  participants: [
    { id: 'ann', agent: 'A' },
    { id: 'bob', agent: 'B' },
  ],
  maxRounds,
});

/** All pages, of so many items. */
async function compare(left: string, right: string, limit: number): Promise<StepComparison[]> {
  const items: StepComparison[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await rig.executions.compareSteps('local', [left, right], { limit, cursor });
    if (page === 'invalidCursor') throw new Error('unreachable');
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === undefined) return items;
  }
}

const toLine = ({ stepPath, left, right, same }: StepComparison) => `${left ? stepPath : ''}|${right ? stepPath : ''}|${same}`;
const first = (left: string, right: string) => rig.executions.findFirstDifference('local', [left, right]);

it('a fork with an edit differs from its original where it was edited, and costs only what it called', async () => {
  const source = await rig.start(chat(4));
  await source.finished();
  const forked = await rig.fork(source, 3, [{ type: 'message', messageId: 'chat/3', text: 'another' }]);
  await forked.finished();
  const items = await compare(source.id, forked.id, 50);
  expect(items.map(toLine)).toEqual([
    'chat|chat|true',
    'chat/ann#1|chat/ann#1|true',
    'chat/bob#1|chat/bob#1|true',
    'chat/ann#2|chat/ann#2|false',
    'chat/bob#2|chat/bob#2|true',
  ]);
  expect(items[1]).toMatchObject({
    left: { status: 'completed', usage: { calls: 1 } },
    right: { usage: { calls: 0, inputTokens: 0 }, inherited: true },
  });
  expect(items[3]).toMatchObject({ left: { text: 'the same', callId: 'chat/ann#2:m1' }, right: { text: 'another', usage: { calls: 0 } } });
  expect(items[4]?.right?.usage.calls).toBe(1);
  expect(await first(source.id, forked.id)).toEqual({ stepPath: 'chat/ann#2', what: 'text' });
  expect(await first(source.id, source.id)).toBeNull();
});

it('executions that went other ways stand side by side, on pages of any length', async () => {
  const root = (branches: StepInput[]): StepInput => ({ id: 'row', type: 'sequential', steps: branches });
  const a = { id: 'a', type: 'agent', agent: 'A' } as const;
  const [long, short] = [
    await rig.run(root([a, chat(5), { ...a, id: 'z' }])),
    await rig.run(root([chat(2), { ...a, id: 'y' }, { ...a, id: 'z' }])),
  ];
  const ids = [long.execution.id, short.execution.id] as const;
  const whole = await compare(...ids, 200);
  expect(whole.map(toLine)).toEqual([
    'row|row|true',
    'row/a||false',
    'row/chat|row/chat|true',
    'row/chat/ann#1|row/chat/ann#1|true',
    'row/chat/bob#1|row/chat/bob#1|true',
    'row/chat/ann#2||false',
    'row/chat/bob#2||false',
    'row/chat/ann#3||false',
    '|row/y|false',
    'row/z|row/z|true',
  ]);
  for (const limit of [1, 2, 3]) expect(await compare(...ids, limit)).toEqual(whole);
  expect(await first(...ids)).toEqual({ stepPath: 'row/a', what: 'onlyLeft' });
  expect(await first(ids[1], ids[0])).toEqual({ stepPath: 'row/a', what: 'onlyRight' });
});

it('a failure differs from an answer, and long texts are told apart by all of them', async () => {
  const text = 'x'.repeat(100_000);
  rig.model.setBehaviour({ text });
  const a = { id: 'a', type: 'agent', agent: 'A' } as const;
  const one = await rig.run(a);
  rig.model.setBehaviour({ text: `${text}y` });
  const other = await rig.run(a);
  rig.model.setBehaviour({ fail: { status: 400 } });
  const failed = await rig.run(a);
  const [item] = await compare(one.execution.id, other.execution.id, 10);
  expect(item).toMatchObject({ same: false, left: { truncated: true, status: 'completed' } });
  expect(item?.left?.text).toHaveLength(1024);
  expect(await first(one.execution.id, failed.execution.id)).toEqual({ stepPath: 'a', what: 'status' });
});
