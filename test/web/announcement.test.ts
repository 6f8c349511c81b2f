import type { StreamingCall } from '../../client';
import { toAnnouncement } from '../../web/src/features/execution/model/announcement';
import { foldFeed } from './fold-feed';

const THREAD = { id: 'm', thread: 'say', at: '2026-11-24T12:00:00.000Z' };
const answer = (index: number, tools: string[] = []) => ({
  type: 'messageAdded' as const,
  message: {
    ...THREAD,
    id: `m${index}`,
    index,
    seq: index + 1,
    role: 'assistant' as const,
    agent: 'Ada',
    text: 'x'.repeat(5_000),
    toolCalls: tools.map((tool) => ({ id: tool, tool, arguments: {} })),
  },
});
const streaming = (state: StreamingCall['state']): ReadonlyMap<string, StreamingCall> =>
  new Map([['say:m1', { callId: 'say:m1', attempt: 1, stepPath: 'say', agent: 'Ada', text: 'half of', end: 7, state }]]);

it('people who do not see the page are told of whole messages and interruptions in one sentence, never of pieces of text', () => {
  const said = foldFeed([answer(0)]);
  expect(toAnnouncement(foldFeed([]))).toBe('');
  expect(toAnnouncement({ transcript: [], streaming: streaming('streaming') })).toBe('');
  expect(toAnnouncement(said)).toBe('Ada has answered.');
  expect(toAnnouncement({ ...said, streaming: streaming('streaming') })).toBe('Ada has answered.');
  expect(toAnnouncement({ ...said, streaming: streaming('interrupted') })).toBe('Ada was interrupted and begins again.');
  expect(toAnnouncement(foldFeed([answer(0), answer(1, ['look', 'count'])]))).toBe('Ada uses look, count.');
});
