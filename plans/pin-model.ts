import type { ModelChoice } from '../contracts/entities';
import type { PinnedAgent } from '../contracts/plan';
import { findPrice, type PriceList } from '../contracts/prices';

/** An agent's models with the prices that they have now; the price list also gives an output limit to who has none. */
export function pinModel({ fallbacks, ...own }: ModelChoice, prices: PriceList): Pick<PinnedAgent, 'model' | 'price' | 'fallbackPrices'> {
  const { model, price } = pinOne(own, prices);
  if (fallbacks === undefined) return { model, ...(price && { price }) };
  const others = fallbacks.map((fallback) => pinOne(fallback, prices));
  return {
    model: { ...model, fallbacks: others.map((other) => other.model) },
    ...(price && { price }),
    fallbackPrices: others.map((other) => other.price ?? null),
  };
}

function pinOne(model: Omit<ModelChoice, 'fallbacks'>, prices: PriceList) {
  const listed = findPrice(prices, model);
  if (listed === undefined) return { model };
  const { maxOutputTokens, ...price } = listed;
  return { model: { ...(maxOutputTokens !== undefined && { maxOutputTokens }), ...model }, price };
}
