import { EMPTY_VIEW, type Step, type StepView, type TranscriptEntry } from '../../client';
import { toAwaitedEvents } from '../../web/src/features/execution/model/awaited-events';
import { toEventBody } from '../../web/src/features/execution/model/event-body';
import { hasChat, toOpenChats } from '../../web/src/features/execution/model/open-chats';
import { toUnheard } from '../../web/src/features/execution/model/unheard';

const ROOT: Step = {
  id: 'all',
  type: 'sequential',
  steps: [
    {
      id: 'talk',
      name: 'The talk',
      type: 'groupChat',
      participants: [
        { id: 'ada', agent: 'a' },
        { id: 'bob', agent: 'b' },
      ],
      manager: { type: 'roundRobin' },
      maxRounds: 4,
    },
    { id: 'paid', type: 'wait', event: 'invoice paid' },
    { id: 'shipped', type: 'wait', event: 'goods shipped' },
    { id: 'rest', type: 'wait', for: '1h' },
  ],
};

const step = (path: string, type: string, more: Partial<StepView> = {}): [string, StepView] => [
  path,
  { path, type, state: 'running', startedAt: '', endedAt: null, output: null, error: null, ...more },
];

describe('the chats in which people may speak', () => {
  it('are those that run, with the names that are taken there', () => {
    const view = { steps: new Map([step('all/talk#2', 'groupChat'), step('all/other', 'groupChat', { state: 'completed' })]) };
    expect(toOpenChats(ROOT, view)).toEqual([{ stepPath: 'all/talk#2', name: 'The talk', participants: ['ada', 'bob'] }]);
    expect(toOpenChats(ROOT, { steps: new Map() })).toEqual([]);
    expect(hasChat(ROOT)).toBe(true);
    expect(hasChat(null)).toBe(false);
  });
});

describe('the events that may be sent', () => {
  it('are those that are waited for now, then those that will be', () => {
    const until = '2026-11-24T12:00:00.000Z';
    const steps = new Map([
      step('all/shipped', 'wait', { waits: { event: 'goods shipped', until } }),
      step('all/paid', 'wait', { waits: { event: 'invoice paid' }, state: 'completed' }),
      step('all/rest', 'wait', { waits: { until } }),
    ]);
    expect(toAwaitedEvents(ROOT, { steps })).toEqual([
      { name: 'goods shipped', waits: [{ stepPath: 'all/shipped', until }] },
      { name: 'invoice paid', waits: [] },
    ]);
  });

  it('carry a text and a payload where there are some, and no payload that is no JSON', () => {
    expect(toEventBody('e', { text: ' ', payload: '' })).toEqual({ body: { name: 'e' } });
    expect(toEventBody('e', { text: 'Paid', payload: '{"amount": 1}' })).toEqual({
      body: { name: 'e', text: 'Paid', payload: { amount: 1 } },
    });
    expect(toEventBody('e', { text: '', payload: '{amount: 1}' })).toMatchObject({ problem: expect.stringContaining('no JSON') });
  });
});

describe('what was said in a chat from this page', () => {
  const said = (text: string, afterSeq: number) => ({ text, as: 'human', afterSeq });
  const heard = (seq: number, text: string, agent = 'human', truncated?: true): TranscriptEntry => ({
    type: 'message',
    seq,
    id: `m${seq}`,
    stepPath: 'talk',
    message: { id: `m${seq}`, thread: 'talk', index: seq, seq, role: 'user', agent, text, at: '', ...(truncated && { truncated }) },
    toolCalls: [],
  });

  const feed = (...transcript: TranscriptEntry[]) => ({ ...EMPTY_VIEW, transcript });

  it('is not on its way any more when the feed says that nobody read it', () => {
    const late = (text: string | null) => ({ ...EMPTY_VIEW, unheard: [{ seq: 3, at: '', stepPath: 'talk', as: 'human', text }] });
    expect(toUnheard([said('Yes', 1)], late('Yes'))).toEqual([]);
    expect(toUnheard([said('y'.repeat(50), 1)], late(null))).toEqual([]);
    expect(toUnheard([said('Yes', 1)], late('No'))).toHaveLength(1);
  });

  it('is shown until a round has taken it in, each once, even when the same is said twice', () => {
    const twice = [said('Yes', 1), said('Yes', 1)];
    expect(toUnheard(twice, EMPTY_VIEW)).toHaveLength(2);
    expect(toUnheard(twice, feed(heard(2, 'Yes')))).toHaveLength(1);
    expect(toUnheard(twice, feed(heard(2, 'Yes'), heard(3, 'Yes')))).toEqual([]);
  });

  it("is not taken for what was there before, or for somebody else's", () => {
    expect(toUnheard([said('Yes', 5)], feed(heard(4, 'Yes'), heard(6, 'Yes', 'ada')))).toHaveLength(1);
  });

  it('is known again by its beginning when it is very long', () => {
    expect(toUnheard([said('y'.repeat(50), 1)], feed(heard(2, 'y'.repeat(10), 'human', true)))).toEqual([]);
    expect(toUnheard([said('y'.repeat(50), 1)], feed(heard(2, 'y'.repeat(10))))).toHaveLength(1);
  });
});

test('an empty view has nothing to send', () => {
  expect([toOpenChats(ROOT, EMPTY_VIEW), toAwaitedEvents(null, EMPTY_VIEW)]).toEqual([[], []]);
});
