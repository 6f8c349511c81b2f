import { setTimeout as delay } from 'node:timers/promises';
import type { ModelChoice } from '../../contracts/entities';
import type { Limits } from '../../contracts/limits';
import type { LimitAnswer, LimitScope, LimitStore } from '../../contracts/ports/limit-store';

/** A model call that wants to be sent. */
export interface Applicant {
  organizationId: string;
  executionId: string;
  callId: string;
  model: ModelChoice;
  /** Estimated. */
  tokens: number;
}

/** Lets model calls through as their providers allow, for all executions and workers together. */
export interface Admission {
  ask(applicant: Applicant): Promise<LimitAnswer>;
  /** What an admitted call used, in place of what was estimated. */
  settle(applicant: Applicant, tokens: number): Promise<void>;
  /** The provider wants no call of this model for so long. */
  holdBack(model: ModelChoice, milliseconds: number): Promise<void>;
}

export function createAdmission(store: LimitStore, { providers, organizations }: Limits): Admission {
  function scopesOf({ provider, name }: ModelChoice): LimitScope[] {
    const { models = {}, ...own } = providers[provider] ?? {};
    const scopes = [
      { provider, model: null, ...own },
      { provider, model: name, ...models[name] },
    ];
    return scopes.filter(({ callsPerMinute, tokensPerMinute }) => callsPerMinute !== undefined || tokensPerMinute !== undefined);
  }

  return {
    ask: ({ organizationId, executionId, callId, model, tokens }) =>
      store.ask({
        organizationId,
        weight: organizations[organizationId]?.weight ?? 1,
        call: `${executionId}/${callId}`,
        provider: model.provider,
        model: model.name,
        tokens,
        scopes: scopesOf(model),
      }),

    async settle({ model, tokens: estimated }, tokens) {
      const scopes = scopesOf(model).filter(({ tokensPerMinute }) => tokensPerMinute !== undefined);
      if (scopes.length > 0 && tokens !== estimated) await store.settle(scopes, tokens - estimated);
    },

    holdBack: ({ provider, name }, milliseconds) => store.holdBack(provider, name, Date.now() + milliseconds),
  };
}

/** Waits until then, or until the call is stopped; says whether it may go on. */
export async function waitUntilTime(at: number, signal: AbortSignal): Promise<boolean> {
  const pause = at - Date.now();
  if (pause > 0) await delay(pause, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
