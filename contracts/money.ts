/**
 * Amounts of money: decimal strings outside, integers of 10^-12 of the currency inside, so that nothing is ever
 * rounded. A token at a price per million with six decimals is a whole number of these units.
 */

const DECIMALS = 12;
const TOKENS_A_PRICE = 1_000_000n;

/** A price or a ceiling as people write it: no sign, no exponent, at most twelve digits before and six after the point. */
export const DECIMAL_PATTERN = /^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$/;

/** What a million tokens cost, as decimal strings. */
export interface ModelPrice {
  /** ISO 4217. */
  currency: string;
  inputPerMillion: string;
  outputPerMillion: string;
}

/** A decimal string, as {@link fromUnits} or a person wrote it, in units. */
export function toUnits(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  if (fraction.length > DECIMALS) throw new RangeError(`"${decimal}" has more than ${DECIMALS} decimals`);
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/** The shortest decimal string of an amount that is not negative. */
export function fromUnits(units: bigint): string {
  const digits = units.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  const whole = digits.slice(0, -DECIMALS);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** What tokens cost, in units. */
export function costOf(price: ModelPrice, inputTokens: number, outputTokens: number): bigint {
  const of = (perMillion: string, tokens: number) => (toUnits(perMillion) / TOKENS_A_PRICE) * BigInt(tokens);
  return of(price.inputPerMillion, inputTokens) + of(price.outputPerMillion, outputTokens);
}

/** Whether ISO 4217 has this currency, or had it. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}
