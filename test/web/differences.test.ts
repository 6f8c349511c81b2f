import type { Execution, StepComparison } from '../../client';
import { toCostDifferenceText, toDifferences, toDifferenceText } from '../../web/src/features/compare/model/differences';
import { toChoices } from '../../web/src/features/compare/model/to-choices';
import { RUNNING } from '../client/fakes/events';

const execution = (changes: Partial<Execution>): Execution => ({ ...RUNNING, ...changes });
const usage = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };
const step = (text: string, changes: object = {}) => ({ status: 'completed' as const, text, usage, ...changes });
const item = (changes: Partial<StepComparison>): StepComparison => ({
  stepPath: 'row/a',
  stepType: 'agent',
  left: step('x'),
  right: step('x'),
  same: false,
  ...changes,
});

test('what differs is said in a few words', () => {
  expect(toDifferences(item({ same: true }))).toEqual([]);
  expect(toDifferences(item({ left: null }))).toEqual(['only in the second']);
  expect(toDifferences(item({ right: null }))).toEqual(['only in the first']);
  expect(toDifferences(item({ right: step('y') }))).toEqual(['another text']);
  const failed = step('', { status: 'failed', error: { code: 'turn_limit', message: 'no' } });
  expect(toDifferences(item({ right: failed }))).toEqual(['another end', 'another error', 'another text']);
});

test('long texts that only differ behind their beginnings are not called the same', () => {
  const long = step('the same beginning', { truncated: true });
  expect(toDifferences(item({ left: long, right: long }))).toEqual(['another text, further on']);
});

test('a step that only holds others differs inside', () => {
  expect(toDifferences(item({ stepType: 'sequential', right: step('y') }))).toEqual(['another text inside']);
});

test('numbers and money are compared exactly', () => {
  expect([toDifferenceText(3, 3), toDifferenceText(3, 5), toDifferenceText(5, 3)]).toEqual(['same', '+2', '−2']);
  const cost = (amount: string, currency = 'USD') => ({ amount, currency });
  expect(toCostDifferenceText(cost('0.1'), cost('0.3'))).toBe('+0.2 USD');
  expect(toCostDifferenceText(cost('0.3'), cost('0.1'))).toBe('−0.2 USD');
  expect(toCostDifferenceText(cost('0.000000000001'), cost('0.000000000001'))).toBe('same');
  expect(toCostDifferenceText(cost('1'), cost('1', 'EUR'))).toBe('unknown');
  expect(toCostDifferenceText(null, cost('1'))).toBe('unknown');
});

test('the executions to compare with are those that fit, relatives first, without the one that is there', () => {
  const origin = execution({ id: 'e1', name: 'Trip', workflowId: 'w1' });
  const fork = execution({ id: 'e2', name: 'Trip', workflowId: 'w1', forkedFrom: { executionId: 'e1', superstep: 1, kind: 'fork' } });
  const alike = execution({ id: 'e3', name: 'Trip', workflowId: 'w1' });
  const other = execution({ id: 'e4', name: 'Debate', workflowId: 'w2' });
  const all = [other, alike, fork, origin];
  const ids = (words: string, first?: string) => toChoices(all, words, first).map(({ id }) => id);
  expect(ids('', 'e1')).toEqual(['e2', 'e3', 'e4']);
  expect(ids('', 'e2')).toEqual(['e1', 'e3', 'e4']);
  expect(ids('tri')).toEqual(['e3', 'e2', 'e1']);
  expect(ids('E4')).toEqual(['e4']);
});
