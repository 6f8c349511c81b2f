import { costOf, fromUnits, toUnits } from '../../contracts/money';
import { commonCurrency, findPrice } from '../../contracts/prices';

const price = (currency: string, inputPerMillion: string, outputPerMillion: string) => ({ currency, inputPerMillion, outputPerMillion });

it.each(['0', '1', '0.1', '0.000000000001', '999999999999.999999'])('reads and writes %s as it is', (decimal) => {
  expect(fromUnits(toUnits(decimal))).toBe(decimal);
});

it('counts exactly where floating point does not', () => {
  const tenth = toUnits('0.1');
  expect(fromUnits(tenth + tenth + tenth)).toBe('0.3');
  expect(fromUnits(costOf(price('EUR', '0.15', '0.6'), 7, 3))).toBe('0.00000285');
  expect(fromUnits(costOf(price('EUR', '0.000001', '0'), 1, 0))).toBe('0.000000000001');
  expect(fromUnits(costOf(price('EUR', '999999999999.999999', '0'), 1_000_000_000, 0))).toBe('999999999999999.999');
});

it("finds a model's own price before its provider's", () => {
  const own = price('EUR', '1', '2');
  const others = price('EUR', '3', '4');
  const prices = { 'openai/a': own, 'openai/*': others };
  expect(findPrice(prices, { provider: 'openai', name: 'a' })).toBe(own);
  expect(findPrice(prices, { provider: 'openai', name: 'b' })).toBe(others);
  expect(findPrice(prices, { provider: 'scripted', name: 'a' })).toBeUndefined();
});

it('knows one currency only when all prices are known and have it', () => {
  const [euro, dollar] = [price('EUR', '1', '1'), price('USD', '1', '1')];
  expect(commonCurrency([euro, euro])).toBe('EUR');
  expect(commonCurrency([euro, dollar])).toBeNull();
  expect(commonCurrency([euro, undefined])).toBeNull();
  expect(commonCurrency([])).toBeNull();
});
