import type { Message } from '../../client';
import { pairMessages } from '../../web/src/features/compare/model/pair-messages';

const message = (thread: string, index: number, text: string, changes: Partial<Message> = {}): Message => ({
  id: `${thread}/${index}`,
  thread,
  index,
  seq: 1,
  role: 'assistant',
  text,
  at: '2026-11-24T12:00:00.000Z',
  ...changes,
});

it('two executions are compared place by place, whatever the order and time in which they spoke', () => {
  const call = (at: string) => ({ toolCalls: [{ id: at, tool: 'look', arguments: { at } }] });
  const pairs = pairMessages(
    [message('a', 0, 'same'), message('b', 0, 'left'), message('a', 1, '', call('sea')), message('a', 2, 'only here')],
    [message('b', 0, 'right'), message('a', 0, 'same', { at: 'later', seq: 9 }), message('a', 1, '', call('land')), message('c', 0, 'new')],
  );
  expect(pairs.map(({ key, left, right, same }) => [key, left?.text, right?.text, same])).toEqual([
    ['a 0', 'same', 'same', true],
    ['b 0', 'left', 'right', false],
    ['a 1', '', '', false],
    ['a 2', 'only here', undefined, false],
    ['c 0', undefined, 'new', false],
  ]);
});
