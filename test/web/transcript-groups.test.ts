import type { ApprovalView, StepView, StreamingCall, ToolCallView, TranscriptEntry } from '../../client';
import { toInOrder } from '../../web/src/features/execution/model/in-order';
import {
  findGroupOf,
  fromStepAnchor,
  isSameGroup,
  toStepAnchor,
  toTranscriptGroups,
  withWaiting,
} from '../../web/src/features/execution/model/transcript-groups';

const entry = (id: string, stepPath: string): TranscriptEntry => ({ type: 'tool', seq: 1, id, stepPath });
const streaming = (callId: string, stepPath: string): [string, StreamingCall] => [
  callId,
  { callId, attempt: 1, stepPath, agent: 'Writer', text: '', end: 0, state: 'streaming' },
];

const step = (path: string): [string, StepView] => [
  path,
  { path, type: 'groupChat', state: 'running', startedAt: '', endedAt: null, output: null, error: null },
];

describe('the transcript', () => {
  it('is grouped by step, in the order in which the steps began to speak', () => {
    const groups = toTranscriptGroups({
      steps: new Map(),
      transcript: [entry('1', 'a'), entry('2', 'a'), entry('3', 'b'), entry('4', 'a')],
      streaming: new Map(),
    });
    expect(groups.map(({ stepPath, entries }) => [stepPath, entries.map(({ id }) => id)])).toEqual([
      ['a', ['1', '2', '4']],
      ['b', ['3']],
    ]);
  });

  it('has text in flight at the end of its own step, or in a step of its own', () => {
    const groups = toTranscriptGroups({
      steps: new Map(),
      transcript: [entry('1', 'a'), entry('2', 'b')],
      streaming: new Map([streaming('a:m2', 'a'), streaming('c:m1', 'c')]),
    });
    expect(groups.map(({ stepPath, streaming: calls }) => [stepPath, calls.map(({ callId }) => callId)])).toEqual([
      ['a', ['a:m2']],
      ['b', []],
      ['c', ['c:m1']],
    ]);
  });

  it('keeps the turns of a chat together', () => {
    const groups = toTranscriptGroups({
      steps: new Map([step('talk')]),
      transcript: [entry('1', 'talk/ada#1'), entry('2', 'talk/bob#1')],
      streaming: new Map([streaming('talk/ada#2:m1', 'talk/ada#2')]),
    });
    expect(groups.map(({ stepPath, entries, streaming: calls }) => [stepPath, entries.length, calls.length])).toEqual([['talk', 2, 1]]);
  });

  it('is drawn again only where an entry, a text in flight, or a tool call of its own is another', () => {
    const entries = [entry('1', 'a'), entry('2', 'a')];
    const call = { id: '2', state: 'running' } as ToolCallView;
    const [, text] = streaming('a:m1', 'a');
    const group = { stepPath: 'a', entries, streaming: [text], approvals: [], wait: null };
    const before = [group, new Map([['2', call]])] as const;
    const other = { ...call, id: '9' };
    expect(
      isSameGroup(before, [
        { ...group, entries: [...entries], streaming: [text] },
        new Map([
          ['2', call],
          ['9', other],
        ]),
      ]),
    ).toBe(true);
    expect(isSameGroup(before, [{ ...group, entries: [...entries, entry('3', 'a')] }, before[1]])).toBe(false);
    expect(isSameGroup(before, [{ ...group, streaming: [{ ...text, text: 'on' }] }, before[1]])).toBe(false);
    expect(isSameGroup(before, [group, new Map([['2', { ...call, state: 'completed' }]])])).toBe(false);
    expect(isSameGroup(before, [{ ...group, wait: step('a')[1] }, before[1]])).toBe(false);
  });

  it('has what a step asked people at that step, else where it was settled, and what waits now at the end', () => {
    const at = (minute: number) => `2026-11-24T12:0${minute}:00.000Z`;
    const begun = (path: string, minute: number, more: Partial<StepView> = {}): [string, StepView] => [
      path,
      { path, type: 'agent', state: 'running', startedAt: at(minute), endedAt: null, output: null, error: null, ...more },
    ];
    const steps = new Map([begun('a', 1), begun('ask', 2), begun('b', 5), begun('w', 6, { waits: { event: 'paid' } }), begun('again', 7)]);
    const asked = (id: string, stepPath: string, settledAt: string | null): [string, ApprovalView] => [
      id,
      {
        id,
        kind: 'step',
        state: settledAt === null ? 'pending' : 'approved',
        stepPath,
        prompt: '',
        assignees: [],
        deadline: null,
        requestedAt: at(2),
        settledAt,
        decision: null,
      },
    ];
    const approvals = new Map([asked('1', 'ask', at(4)), asked('2', 'b/turn', null), asked('3', 'again', null)]);
    const spoken = toTranscriptGroups({ steps, transcript: [entry('1', 'a'), entry('2', 'b')], streaming: new Map() });
    expect(
      withWaiting(spoken, { steps, approvals }).map(({ stepPath, approvals: asks, wait }) => [
        stepPath,
        asks.map(({ id }) => id),
        wait?.path,
      ]),
    ).toEqual([
      ['a', [], undefined],
      ['ask', ['1'], undefined],
      ['b', ['2'], undefined],
      ['again', ['3'], undefined],
      ['w', [], 'w'],
    ]);
    expect(spoken.every(({ approvals: asks }) => asks.length === 0)).toBe(true);
  });
});

it('an address leads to a step, or to the first that speaks inside it, however it was written', () => {
  const groups = [{ stepPath: 'a/b' }, { stepPath: 'a/bc' }, { stepPath: 'a/c/d' }];
  expect(['a/b', 'a', 'a/c', 'a/d', 'b'].map((path) => findGroupOf(groups, path))).toEqual(['a/b', 'a/b', 'a/c/d', null, null]);
  expect(fromStepAnchor(`#${encodeURIComponent(toStepAnchor('a/b#2'))}`)).toBe('a/b#2');
  expect(fromStepAnchor('#step-%E0%A4%A')).toBe('%E0%A4%A');
  expect(['', '#step-', '#other'].map(fromStepAnchor)).toEqual([null, null, null]);
});

it('what people decided stands where they did: after what was said before, before what was said and is being said since', () => {
  const said = (id: string, at: string) =>
    ({ type: 'message', id, stepPath: 'a', toolCalls: [], message: { at } }) as never as TranscriptEntry;
  const decided = (id: string, settledAt: string | null) =>
    ({ id, state: settledAt === null ? 'pending' : 'approved', requestedAt: '2026-11-24T12:00:00.000Z', settledAt }) as ApprovalView;
  const entries = [said('m1', '2026-11-24T12:00:00.000Z'), entry('t1', 'a'), said('m2', '2026-11-24T12:05:00.000Z')];
  const approvals = [
    decided('first', '2026-11-24T12:04:00.000Z'),
    decided('last', '2026-11-24T12:06:00.000Z'),
    decided('second', '2026-11-24T12:04:30.000Z'),
    decided('waits', null),
  ];
  expect(toInOrder(entries, approvals).map(({ id }) => id)).toEqual(['m1', 't1', 'first', 'second', 'm2', 'last']);
});
