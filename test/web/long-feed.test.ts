import { EMPTY_VIEW, type FeedEvent, foldItems } from '../../client';
import { entriesOfBlock, foldPage } from '../../web/src/features/execution/model/feed-blocks';
import { NOTHING_KNOWN, takeIn } from '../../web/src/features/execution/model/live-execution';
import { trimView } from '../../web/src/features/execution/model/trim-view';

const AT = '2026-11-26T12:00:00.000Z';
const base = (seq: number) => ({ seq, at: AT, executionId: 'e1', stepPath: 'root/loop' });
const message = (seq: number, tool?: string): FeedEvent => ({
  ...base(seq),
  type: 'messageAdded',
  message: {
    id: `m${seq}`,
    thread: 'root/loop',
    index: seq,
    seq,
    role: 'assistant',
    text: `said ${seq}`,
    callId: `root/loop:m${seq}`,
    at: AT,
    ...(tool !== undefined && { toolCalls: [{ id: tool, tool, arguments: {} }] }),
  },
});
const called = (seq: number, tool: string): FeedEvent => ({
  ...base(seq),
  type: 'toolCalled',
  callId: `root/loop:t${tool}`,
  toolCallId: tool,
  tool,
  arguments: {},
});
const completed = (seq: number, tool: string): FeedEvent => ({
  ...base(seq),
  type: 'toolCompleted',
  callId: `root/loop:t${tool}`,
  toolCallId: tool,
  tool,
  result: 'yes',
});
const started = (seq: number, n: number): FeedEvent => ({
  ...base(seq),
  type: 'stepStarted',
  stepPath: `root/loop/body#${n}`,
  stepType: 'agent',
});

describe('a part of a long feed', () => {
  const events = [message(19), message(20, 'look'), called(21, 'look'), message(22)];

  it('has what was said in each of its blocks, and makes it once', () => {
    const part = foldPage(events, undefined);
    expect([0, 1, 2].map((block) => entriesOfBlock(part, block).map(({ seq }) => seq))).toEqual([[19, 20], [22], []]);
    expect(foldPage(events, undefined)).toBe(part);
  });

  it('says of a tool call no more than it knows, and all of it with the page after it', () => {
    const states = (next?: FeedEvent[]) => [...foldPage(events, next).toolCalls.values()].map(({ state, result }) => [state, result]);
    expect(states()).toEqual([['requested', undefined]]);
    const next = [completed(23, 'look'), message(24)];
    expect(states(next)).toEqual([['completed', 'yes']]);
    expect(foldPage(events, next).entries.map(({ seq }) => seq)).toEqual([19, 20, 22]);
  });
});

describe('what a page keeps of a feed that goes on and on', () => {
  const view = foldItems(
    EMPTY_VIEW,
    [
      started(1, 1),
      message(2, 'slow'),
      ...Array.from({ length: 2_000 }, (_, index) => [started(2 * index + 3, index + 2), message(2 * index + 4)]).flat(),
    ].map((event) => ({ type: 'event', event }) as const),
  );

  it('is its end, and from before it only what is not over', () => {
    const kept = trimView(view, 3_902);
    expect(kept.transcript.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => 3_904 + 2 * index));
    expect([...kept.toolCalls.values()].map(({ tool }) => tool)).toEqual(['slow']);
    expect(kept.steps.get('root/loop/body#1')?.state).toBe('running');
    expect(kept.answered.size).toBe(50);
  });

  it('has the newest supersteps, for the others are read where they are wanted', () => {
    const usage = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };
    const events = Array.from({ length: 2_000 }, (_, index): FeedEvent => {
      return { ...base(index + 1), stepPath: `a#${index + 1}`, type: 'superstepCommitted', superstep: index + 1, usage };
    });
    const { supersteps } = trimView(
      foldItems(
        EMPTY_VIEW,
        events.map((event) => ({ type: 'event', event }) as const),
      ),
      1_900,
    );
    expect([supersteps.size, supersteps.get('a#1501'), supersteps.get('a#2000')]).toEqual([500, 1_501, 2_000]);
  });

  it('stays bounded however much comes', () => {
    let live = NOTHING_KNOWN;
    for (let seq = 1; seq < 20_000; seq += 500) {
      const items = Array.from({ length: 500 }, (_, index) => ({ type: 'event', event: message(seq + index) }) as const);
      live = takeIn(live, items);
      expect(live.view.lastSeq - live.skipped).toBeLessThanOrEqual(2_500);
      expect(live.view.transcript).toHaveLength(live.view.lastSeq - live.skipped);
    }
    expect(live.skipped % 100).toBe(0);
  });
});
