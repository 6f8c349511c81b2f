import { isMet, toCompared, toLine } from '../../bench/api/figures';
import { measureInTurn } from '../../bench/api/measure-in-turn';
import { quantile } from '../../bench/quantile';

test('a quantile is a value that was measured', () => {
  expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(quantile([], 0.5)).toBeNaN();
});

test('both are measured in each round, who begins changes, and the round that warms up does not count', async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);
  expect(await measureInTurn(2, measure('value'), measure('beside'))).toEqual([
    { value: 4, beside: 3 },
    { value: 5, beside: 6 },
  ]);
  expect(order).toEqual(['value', 'beside', 'beside', 'value', 'value', 'beside']);
});

test('a bound is of the ratio where there is one, else of the value', () => {
  const about = { title: 'get', unit: 'requests/s', beside: 'with 1000' };
  const rounds = [
    { value: 90, beside: 100 },
    { value: 30, beside: 60 },
    { value: 95, beside: 100 },
  ];
  const figure = toCompared(about, rounds, { atLeast: 0.8 });
  expect(toLine(figure)).toBe('  ok     get: 90 requests/s; 100 with 1000; ratio 0.90 (at least 0.8)');
  expect(isMet({ ...figure, atLeast: 0.91 })).toBe(false);
  expect(isMet({ title: 'history', unit: 'events', value: 2, atMost: 0 })).toBe(false);
  expect(isMet(toCompared(about, rounds))).toBeUndefined();
});
