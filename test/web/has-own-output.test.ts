import type { TranscriptEntry } from '../../client';
import { hasOwnOutput } from '../../web/src/features/execution/model/has-own-output';

const said = (text: string, truncated?: true): TranscriptEntry => ({
  type: 'message',
  seq: 1,
  id: 'a/1',
  stepPath: 'a',
  message: { id: 'a/1', thread: 'a', index: 1, seq: 1, role: 'assistant', text, at: '', ...(truncated && { truncated }) },
  toolCalls: [],
});

it('shows the output when the last message does not say it', () => {
  expect(hasOwnOutput({ output: { text: 'a\n\nb' }, transcript: [said('b')] })).toBe(true);
  expect(hasOwnOutput({ output: { text: 'a' }, transcript: [] })).toBe(true);
  expect(hasOwnOutput({ output: null, transcript: [said('b')] })).toBe(false);
  expect(hasOwnOutput({ output: { text: 'b' }, transcript: [said('b')] })).toBe(false);
});

it('takes a message or an output whose end is cut for the same by its beginning', () => {
  expect(hasOwnOutput({ output: { text: 'a long text' }, transcript: [said('a long', true)] })).toBe(false);
  expect(hasOwnOutput({ output: { text: 'a long text' }, transcript: [said('a long')] })).toBe(true);
  expect(hasOwnOutput({ output: { text: 'a long', truncated: true }, transcript: [said('a long text')] })).toBe(false);
});
