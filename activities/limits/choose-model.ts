import type { ModelChoice } from '../../contracts/entities';
import type { ModelPrice } from '../../contracts/money';
import type { ModelFailures } from '../../contracts/ports/attempt-store';
import type { ModelProvider } from '../../contracts/ports/model-provider';
import type { PinnedAgentDefinition } from '../pinned-definitions';
import { finalFailure } from '../running-call';
import type { Breakers } from './breakers';

/** The model that an attempt asks. */
export interface ChosenModel {
  choice: ModelChoice;
  provider: ModelProvider;
  /** Absent when it was unknown. */
  price?: ModelPrice;
  /** It stands in for the agent's own model. */
  isFallback: boolean;
  /** Attempts of this call that this model has failed; absent when there is no other model, for then it is all of them. */
  failed?: number;
  /** Another one takes over when this one is given up. */
  hasNext: boolean;
}

/**
 * The first of an agent's models, its own and then its fallbacks in their order, that this call has not given up and
 * whose provider is not left alone; if all are, the first that is not given up.
 */
export function chooseModel(
  { model: own, price, fallbackPrices = [] }: Pick<PinnedAgentDefinition, 'model' | 'price' | 'fallbackPrices'>,
  providers: readonly ModelProvider[],
  failures: readonly ModelFailures[],
  breakers: Breakers,
): ChosenModel {
  const { fallbacks = [], ...first } = own;
  const usable = [first, ...fallbacks].flatMap((choice, position) => {
    const provider = providers.find(({ id }) => id === choice.provider);
    const known = position === 0 ? price : (fallbackPrices[position - 1] ?? undefined);
    return provider?.configured ? [{ choice, provider, price: known, isFallback: position > 0 }] : [];
  });
  if (usable.length === 0) {
    throw finalFailure('provider_not_configured', `The model provider ${own.provider} is not configured on this worker`);
  }
  const of = (choice: ModelChoice) => failures.find(({ model }) => model === toModelName(choice));
  const left = usable.filter(({ choice }) => !of(choice)?.givenUp);
  const chosen = left.find(({ provider }) => breakers.openUntil(provider.id) === null) ?? left[0] ?? usable.at(-1);
  if (chosen === undefined) throw new Error('unreachable');
  const failed = fallbacks.length > 0 ? { failed: of(chosen.choice)?.failed ?? 0 } : {};
  return { ...chosen, ...failed, hasNext: left.some((other) => other !== chosen) };
}

/** As it is written everywhere: `<provider>/<name>`. */
export function toModelName({ provider, name }: ModelChoice): string {
  return `${provider}/${name}`;
}
