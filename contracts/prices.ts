import { z } from 'zod';
import { DECIMAL_PATTERN, isCurrency, type ModelPrice } from './money';

/** A code of ISO 4217, such as EUR. */
export const currency = z.string().refine(isCurrency, 'no currency of ISO 4217, such as EUR or USD');

/** Not negative; in text, for a number of JSON would be rounded. */
export const decimal = z
  .string()
  .regex(DECIMAL_PATTERN, 'a decimal in quotes, such as "0.25", with at most 12 digits before and 6 after the point');

export const listedPrice = z.strictObject({
  currency,
  inputPerMillion: decimal,
  outputPerMillion: decimal,
  /** What the model itself writes at most; the output limit of agents that have none. */
  maxOutputTokens: z.int().min(1).max(1_000_000).optional(),
});

/** What models cost, by `<provider>/<name>`; `<provider>/*` is for all others of a provider. */
export const priceList = z.record(z.string().regex(/^[^/]+\/.+$/, 'write <provider>/<name>, or <provider>/*'), listedPrice);

export type PriceList = z.infer<typeof priceList>;

/** The entry of a model; undefined when its price is unknown. */
export function findPrice(
  prices: PriceList,
  { provider, name }: { provider: string; name: string },
): z.infer<typeof listedPrice> | undefined {
  const key = [`${provider}/${name}`, `${provider}/*`].find((one) => Object.hasOwn(prices, one));
  return key === undefined ? undefined : prices[key];
}

/** The one currency of all of these; null when a price is unknown or there are two currencies. */
export function commonCurrency(prices: readonly (ModelPrice | null | undefined)[]): string | null {
  const currencies = new Set(prices.map((price) => price?.currency));
  const [only] = currencies;
  return currencies.size === 1 ? (only ?? null) : null;
}
