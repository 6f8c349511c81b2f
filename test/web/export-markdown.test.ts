import type { Message } from '../../client';
import { toMarkdown } from '../../web/src/features/execution/model/export-markdown';
import { RUNNING } from '../client/fakes/events';

it('an export as Markdown has the whole transcript, and nothing in it breaks out of its block', () => {
  const message = (index: number, changes: Partial<Message>): Message => ({
    id: `t/${index}`,
    thread: 't',
    index,
    seq: index,
    role: 'assistant',
    text: '',
    at: '2026-11-24T12:00:00.000Z',
    ...changes,
  });
  const text = toMarkdown({ ...RUNNING, input: '```\nout', output: { text: 'Done.' } }, [
    message(0, { role: 'user', text: 'Tides' }),
    message(1, { agent: 'Writer', toolCalls: [{ id: '1', tool: 'look', arguments: { at: 'the sea' } }] }),
    message(2, { role: 'tool', text: '# not a heading' }),
    message(3, { role: 'user', agent: 'Carla', text: 'Mind the price' }),
  ]);
  expect(text).toContain('````\n```\nout\n````');
  expect(text).toContain('### Writer · t · 2026-11-24T12:00:00.000Z\n\nCalls `look`:\n\n```\n{\n  "at": "the sea"\n}\n```');
  expect(text).toContain('```\n# not a heading\n```');
  expect(text).toContain('### user · t · 2026-11-24T12:00:00.000Z\n\nTides');
  expect(text).toContain('### Carla · t · 2026-11-24T12:00:00.000Z\n\nMind the price');
  expect(text.endsWith('## Output\n\nDone.')).toBe(true);
});
