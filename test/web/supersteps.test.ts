import { toEditsText } from '../../web/src/features/execution/model/lineage';
import { readSuperstep } from '../../web/src/features/execution/model/read-superstep';
import { toSuperstep } from '../../web/src/features/execution/model/to-superstep';
import { foldFeed } from './fold-feed';

const usage = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };

test('a step is forked behind itself, one with others inside behind the last of them, and not before it has closed', () => {
  const { supersteps } = foldFeed([
    { type: 'superstepCommitted', superstep: 1, stepPath: 'row/a', usage },
    { type: 'superstepCommitted', superstep: 2, stepPath: 'row/chat/ann#1', usage },
    { type: 'superstepCommitted', superstep: 3, stepPath: 'row/chat/bob#1', usage },
  ]);
  expect(['row/a', 'row/chat/ann#1', 'row/chat', 'row', 'row/b', 'row/cha'].map((path) => toSuperstep(supersteps, path))).toEqual([
    1,
    2,
    3,
    3,
    null,
    null,
  ]);
});

test('an address asks for a superstep with a number, and for none with anything else', () => {
  expect(['0', '12', null, '', '-1', '1.5', 'x', '1e3', '9'.repeat(12)].map(readSuperstep)).toEqual([
    0,
    12,
    ...Array.from({ length: 7 }, () => null),
  ]);
});

test('what was edited is said in one line', () => {
  expect(
    toEditsText([
      { type: 'message', target: 'a/1' },
      { type: 'toolResult', target: 'a:t1.1' },
    ]),
  ).toBe('message a/1, result of a:t1.1');
});
