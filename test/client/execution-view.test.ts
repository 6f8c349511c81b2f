import { type AgentDelta, EMPTY_VIEW, type FeedEvent, foldItems, type Message, type Step, toStepTree, type WatchItem } from '../../client';
import { EXECUTION_ID, NO_USAGE, toFeed } from './fakes/events';

const ERROR = { code: 'provider_error', message: 'The provider is away', stepPath: 'article/write' };

function message(changes: Partial<Message>): { type: 'messageAdded'; stepPath: string; message: Message } {
  const full: Message = {
    id: `m${changes.index ?? 0}`,
    thread: 'article/write',
    index: 0,
    seq: 1,
    role: 'assistant',
    text: '',
    at: '2026-11-24T12:00:00.000Z',
    ...changes,
  };
  return { type: 'messageAdded', stepPath: full.thread, message: full };
}

function delta(offset: number, text: string, attempt = 1): WatchItem {
  const piece: AgentDelta = {
    executionId: EXECUTION_ID,
    callId: 'article/write:m1',
    attempt,
    offset,
    text,
    stepPath: 'article/write',
    agent: 'Writer',
  };
  return { type: 'delta', delta: piece };
}

const events = (bodies: Parameters<typeof toFeed>[0]): WatchItem[] => toFeed(bodies).map((event) => ({ type: 'event', event }));
const fold = (...items: WatchItem[]) => foldItems(EMPTY_VIEW, items);
const textOf = (...items: WatchItem[]) => fold(...items).streaming.get('article/write:m1')?.text;

describe('text in flight', () => {
  it('grows piece by piece', () => {
    expect(textOf(delta(0, 'Ti'), delta(2, 'des'))).toBe('Tides');
  });

  it('takes a piece once, however often it comes', () => {
    expect(textOf(delta(0, 'Ti'), delta(2, 'des'), delta(2, 'des'), delta(0, 'Ti'))).toBe('Tides');
    expect(textOf(delta(0, 'Tide'), delta(2, 'des'))).toBe('Tides');
  });

  it('marks a hole, and is whole again after a snapshot', () => {
    expect(textOf(delta(0, 'Ti'), delta(5, ' come'))).toBe('Ti… come');
    expect(textOf(delta(0, 'Ti'), delta(5, ' come'), delta(0, 'Tides come'))).toBe('Tides come');
    expect(textOf(delta(0, 'Ti'), delta(5, ' come'), delta(10, ' in'))).toBe('Ti… come in');
  });

  it('begins anew with a higher attempt, and a lower one is too late', () => {
    expect(textOf(delta(0, 'Old text'), delta(0, 'New', 2), delta(8, ' goes on'))).toBe('New');
  });

  it('gives way to the message, and nothing brings it back', () => {
    const answer = events([message({ callId: 'article/write:m1', text: 'Tides come.' })]);
    const view = fold(delta(0, 'Tides'), ...answer, delta(5, ' come'));
    expect(view.streaming.size).toBe(0);
    expect(view.transcript).toMatchObject([{ type: 'message', message: { text: 'Tides come.' } }]);
  });

  it('shows as interrupted until the next attempt speaks', () => {
    const lost = events([
      { type: 'callRetried', callId: 'article/write:m1', attempt: 1, reason: 'worker_lost', nextAt: '2026-11-24T12:00:01Z' },
    ]);
    const interrupted = fold(delta(0, 'Tides'), ...lost);
    expect(interrupted.streaming.get('article/write:m1')).toMatchObject({ state: 'interrupted', text: 'Tides' });
    expect(interrupted.retries).toMatchObject([{ attempt: 1, stepPath: 'article/write' }]);
    const again = foldItems(interrupted, [delta(0, 'The', 2)]);
    expect(again.streaming.get('article/write:m1')).toMatchObject({ state: 'streaming', text: 'The', attempt: 2 });
  });
});

describe('tool calls', () => {
  const asked = message({ callId: 'article/write:m1', toolCalls: [{ id: 'call_1', tool: 'count', arguments: { text: 'a' } }] });
  const called = {
    type: 'toolCalled',
    stepPath: 'article/write',
    callId: 'article/write:t1.1',
    toolCallId: 'call_1',
    tool: 'count',
    arguments: { text: 'a' },
  } as const;
  const completed = { ...called, type: 'toolCompleted', result: { words: 1 } } as const;

  it('belong to the message that asks for them, from the request to the result', () => {
    expect([...fold(...events([asked])).toolCalls.values()]).toMatchObject([{ state: 'requested' }]);
    expect([...fold(...events([asked, called])).toolCalls.values()]).toMatchObject([{ state: 'running' }]);
    const view = fold(...events([asked, called, completed]));
    expect([...view.toolCalls.values()]).toMatchObject([
      { id: 'm0/0', state: 'completed', result: { words: 1 }, arguments: { text: 'a' } },
    ]);
    expect(view.transcript).toMatchObject([{ toolCalls: ['m0/0'] }]);
  });

  it('are told apart when a model uses an id twice', () => {
    const askedAgain = message({ index: 2, callId: 'article/write:m2', toolCalls: [{ id: 'call_1', tool: 'count', arguments: {} }] });
    const calledAgain = { ...called, callId: 'article/write:t2.1' } as const;
    const failed = {
      ...calledAgain,
      type: 'toolCompleted',
      error: { code: 'tool_failed', message: 'No' },
    } as const;
    const view = fold(...events([asked, called, completed, askedAgain, calledAgain, failed]));
    expect([...view.toolCalls.values()].map(({ id, state }) => [id, state])).toEqual([
      ['m0/0', 'completed'],
      ['m2/0', 'failed'],
    ]);
  });

  it('of a step stand for themselves in the transcript', () => {
    const { toolCallId: _, ...own } = called;
    expect(fold(...events([{ ...own, callId: 'article/count:t1', stepPath: 'article/count' }])).transcript).toEqual([
      { type: 'tool', seq: 1, id: 'article/count:t1', stepPath: 'article/count' },
    ]);
  });
});

describe('an execution', () => {
  const feed: WatchItem[] = events([
    { type: 'executionStarted', workflowId: 'w', workflowRevision: 1 },
    { type: 'stepStarted', stepPath: 'article', stepType: 'sequential' },
    { type: 'stepStarted', stepPath: 'article/research', stepType: 'agent' },
    message({ thread: 'article/research', role: 'user', text: 'tides' }),
    message({ thread: 'article/research', index: 1, text: 'Facts', agent: 'Researcher', callId: 'article/research:m1' }),
    { type: 'stepCompleted', stepPath: 'article/research', stepType: 'agent', output: { text: 'Facts' } },
    { type: 'superstepCommitted', stepPath: 'article/research', superstep: 1, usage: { ...NO_USAGE, calls: 1 } },
    { type: 'stepStarted', stepPath: 'article/write', stepType: 'agent' },
    message({ thread: 'article/write', role: 'user', text: 'Facts' }),
    { type: 'stepFailed', stepPath: 'article/write', stepType: 'agent', error: ERROR },
    { type: 'stepFailed', stepPath: 'article', stepType: 'sequential', error: ERROR },
    { type: 'executionEnded', status: 'failed', error: ERROR, usage: { ...NO_USAGE, calls: 1, wastedCalls: 2 } },
  ]);

  it('is what its feed says, whether the events come one by one, together or twice', () => {
    const together = fold(...feed);
    const oneByOne = feed.reduce((view, item) => foldItems(view, [item]), EMPTY_VIEW);
    expect(oneByOne).toEqual(together);
    expect(foldItems(together, feed)).toEqual(together);
    expect(together).toMatchObject({ lastSeq: 12, status: 'failed', error: ERROR, usage: { calls: 1, wastedCalls: 2 } });
  });

  it('shows its steps with their states in the order of the definition, what has not begun too', () => {
    const root: Step = {
      id: 'article',
      type: 'sequential',
      steps: [
        { id: 'research', type: 'agent', agent: 'Researcher' },
        { id: 'write', type: 'agent', agent: 'Writer' },
        { id: 'review', type: 'agent', agent: 'Reviewer', name: 'Last look' },
      ],
    };
    const [tree] = toStepTree(fold(...feed).steps, root);
    expect(tree?.step?.state).toBe('failed');
    expect(tree?.children.map(({ name, step }) => [name, step?.state ?? null])).toEqual([
      ['research', 'completed'],
      ['write', 'failed'],
      ['Last look', null],
    ]);
    const [known] = toStepTree(fold(...feed).steps, null);
    expect(known?.children.map(({ name }) => name)).toEqual(['research', 'write']);
  });

  it('knows the repetitions of a loop only when they begin, and calls them by their name', () => {
    const root: Step = {
      id: 'polish',
      type: 'loop',
      until: 'last.text == "good"',
      maxIterations: 3,
      body: { id: 'draft', name: 'Draft', type: 'agent', agent: 'Writer' },
    };
    const started = events([
      { type: 'stepStarted', stepPath: 'polish', stepType: 'loop' },
      { type: 'stepStarted', stepPath: 'polish/draft#1', stepType: 'agent' },
      { type: 'stepStarted', stepPath: 'polish/draft#2', stepType: 'agent' },
    ]);
    expect(toStepTree(EMPTY_VIEW.steps, root)[0]?.children).toEqual([]);
    expect(toStepTree(fold(...started).steps, root)[0]?.children.map(({ name }) => name)).toEqual(['Draft #1', 'Draft #2']);
  });

  it("knows when a step's input is what the agent before it answered", () => {
    const inputs = fold(...feed).transcript.flatMap((entry) => (entry.type === 'message' && entry.message.role === 'user' ? [entry] : []));
    expect(inputs.map(({ repeats }) => repeats)).toEqual([undefined, 'Researcher']);
  });

  it('leaves nothing running when it was ended from outside', () => {
    const started = feed.slice(0, 3);
    const ended = { type: 'executionEnded', status: 'cancelled', usage: NO_USAGE, seq: 4, at: '', executionId: EXECUTION_ID } as FeedEvent;
    const view = fold(...started, delta(0, 'Half a'), { type: 'event', event: ended });
    expect([...view.steps.values()].map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(view.streaming.get('article/write:m1')?.state).toBe('dropped');
  });

  it('passes over types of events that it does not know', () => {
    const unknown = { seq: 1, type: 'somethingNew', at: '', executionId: EXECUTION_ID } as unknown as FeedEvent;
    expect(fold({ type: 'event', event: unknown })).toEqual({ ...EMPTY_VIEW, lastSeq: 1 });
  });
});

it('needs attention while the feed says so, and is then what it was', () => {
  const problem = { code: 'workflow_task_failed', message: 'It cannot go on' };
  const stuck = events([
    { type: 'executionStarted', workflowId: null, workflowRevision: null },
    { type: 'attentionNeeded', ...problem },
  ]);
  expect(fold(...stuck)).toMatchObject({ status: 'attention', attention: { ...problem, since: expect.any(String) } });
  const [last] = events([
    { type: 'executionStarted', workflowId: null, workflowRevision: null },
    { type: 'attentionNeeded', ...problem },
    { type: 'attentionEnded', status: 'waiting' },
  ]).slice(-1);
  expect(fold(...stuck, last as WatchItem)).toMatchObject({ status: 'waiting', attention: null });
});

describe('approvals', () => {
  const asked = (approvalId: string) => ({
    type: 'approvalRequested' as const,
    stepPath: 'article/ask',
    approvalId,
    kind: 'step' as const,
    prompt: 'May it?',
    assignees: ['ann'],
    deadline: null,
  });

  it('are pending until they are decided, expire, are cancelled or the execution ends', () => {
    const view = fold(
      ...events([
        ...['a1', 'a2', 'a3', 'a4', 'a5'].map(asked),
        { type: 'approvalEscalated', approvalId: 'a1', to: ['boss'] },
        { type: 'approvalDecided', approvalId: 'a2', decision: 'reject', by: 'ann', comment: 'No' },
        { type: 'approvalExpired', approvalId: 'a3', decision: 'approve' },
        { type: 'approvalExpired', approvalId: 'a4' },
        { type: 'approvalCancelled', approvalId: 'a5' },
      ]),
    );
    expect([...view.approvals.values()].map(({ id, state, decision }) => [id, state, decision?.by ?? null])).toEqual([
      ['a1', 'pending', null],
      ['a2', 'rejected', 'ann'],
      ['a3', 'approved', 'timeout'],
      ['a4', 'expired', null],
      ['a5', 'cancelled', null],
    ]);
    expect(view.approvals.get('a1')).toMatchObject({ prompt: 'May it?', assignees: ['ann', 'boss'], stepPath: 'article/ask' });
    const ended = fold(...events([asked('a1'), { type: 'executionEnded', status: 'cancelled', usage: NO_USAGE }]));
    expect(ended.approvals.get('a1')).toMatchObject({ state: 'cancelled', settledAt: expect.any(String) });
  });
});
