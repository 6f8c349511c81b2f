import type { ModelChoice } from '../contracts/entities';
import type { PinnedAgent } from '../contracts/plan';
import { findPrice, type PriceList } from '../contracts/prices';

/** An agent's model with the price that it has now; the price list also gives an output limit to who has none. */
export function pinModel(model: ModelChoice, prices: PriceList): Pick<PinnedAgent, 'model' | 'price'> {
  const listed = findPrice(prices, model);
  if (listed === undefined) return { model };
  const { maxOutputTokens, ...price } = listed;
  return { model: { ...(maxOutputTokens !== undefined && { maxOutputTokens }), ...model }, price };
}
