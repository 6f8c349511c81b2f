import type { Attempt } from '../../contracts/entities';
import { toCallAttempts, toCallLabel } from '../../web/src/features/execution/model/call-attempts';

const attempt = (callId: string, number: number) => ({ callId, attempt: number, kind: 'model' }) as Attempt;

it('brings the attempts of a call together, calls in the order in which they began', () => {
  const calls = toCallAttempts([attempt('a:m1', 1), attempt('b:m1', 1), attempt('a:m1', 2)]);
  expect(calls.map(({ callId, attempts }) => [callId, attempts.length])).toEqual([
    ['a:m1', 2],
    ['b:m1', 1],
  ]);
});

it('names a call as people do, and shows an id of another kind as it is', () => {
  expect(toCallLabel('article/write:m2')).toEqual({ step: 'write', call: 'model call 2' });
  expect(toCallLabel('article/chat#3/write:t1.2')).toEqual({ step: 'write', call: 'tool call 1.2' });
  expect(toCallLabel('count:t1')).toEqual({ step: 'count', call: 'tool call' });
  expect(toCallLabel('chat:manager2.1')).toEqual({ step: 'chat', call: 'manager, round 2' });
  expect(toCallLabel('something')).toEqual({ step: 'something', call: 'something' });
});
