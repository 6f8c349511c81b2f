import { setTimeout as delay } from 'node:timers/promises';
import type { ModelChoice } from '../../contracts/entities';
import type { Limits } from '../../contracts/limits';
import type { LimitAnswer, LimitScope, LimitSlot, LimitStore } from '../../contracts/ports/limit-store';
import type { Logger } from '../../contracts/ports/logger';
import { withSlots } from './keep-slots';

/** A model call that wants to be sent. */
export interface Applicant {
  organizationId: string;
  executionId: string;
  callId: string;
  model: ModelChoice;
  /** Id in the plan, and how many calls of it may be made at the same time. */
  agent: { reference: string; concurrentCalls?: number };
  /** Estimated. */
  tokens: number;
}

/** Lets model calls through as their providers allow, for all executions and workers together. */
export interface Admission {
  ask(applicant: Applicant): Promise<LimitAnswer>;
  /** Runs a call that has leave; what it holds is free afterwards. */
  run<T>(applicant: Applicant, call: () => Promise<T>): Promise<T>;
  /** Whether anything is limited for it: then others may wait for the leave that it has. */
  isLimited(applicant: Applicant): boolean;
  /** Its place is free again, for it is not sent. */
  free(applicant: Applicant): Promise<void>;
  /** What an admitted call used, in place of what was estimated. */
  settle(applicant: Applicant, tokens: number): Promise<void>;
  /** The provider wants no call of this model for so long. */
  holdBack(model: ModelChoice, milliseconds: number): Promise<void>;
  /** Whether it wants none now. */
  isHeldBack(model: ModelChoice): Promise<boolean>;
}

export function createAdmission(store: LimitStore, { providers, organizations }: Limits, logger: Logger): Admission {
  function scopesOf({ provider, name }: ModelChoice): LimitScope[] {
    const { models = {}, callsPerMinute, tokensPerMinute } = providers[provider] ?? {};
    const scopes = [
      { provider, model: null, callsPerMinute, tokensPerMinute },
      { provider, model: name, ...models[name] },
    ];
    return scopes.filter(({ callsPerMinute, tokensPerMinute }) => callsPerMinute !== undefined || tokensPerMinute !== undefined);
  }

  function slotsOf({ organizationId, model: { provider }, agent: { reference, concurrentCalls } }: Applicant): LimitSlot[] {
    const most = providers[provider]?.concurrentCalls;
    return [
      ...(most === undefined ? [] : [{ scope: `provider ${provider}`, most }]),
      ...(concurrentCalls === undefined ? [] : [{ scope: `agent ${organizationId} ${reference}`, most: concurrentCalls }]),
    ];
  }

  return {
    run(applicant, call) {
      return slotsOf(applicant).length === 0 ? call() : withSlots(store, logger, toCallName(applicant), call);
    },

    ask: (applicant) => {
      const { organizationId, model, tokens } = applicant;
      return store.ask({
        organizationId,
        weight: organizations[organizationId]?.weight ?? 1,
        call: toCallName(applicant),
        provider: model.provider,
        model: model.name,
        tokens,
        scopes: scopesOf(model),
        slots: slotsOf(applicant),
      });
    },

    isLimited: (applicant) => scopesOf(applicant.model).length > 0 || slotsOf(applicant).length > 0,
    async free(applicant) {
      if (slotsOf(applicant).length > 0) await store.freeSlots(toCallName(applicant));
    },

    async settle({ model, tokens: estimated }, tokens) {
      const scopes = scopesOf(model).filter(({ tokensPerMinute }) => tokensPerMinute !== undefined);
      if (scopes.length > 0 && tokens !== estimated) await store.settle(scopes, tokens - estimated);
    },

    holdBack: ({ provider, name }, milliseconds) => store.holdBack(provider, name, Date.now() + milliseconds),
    isHeldBack: ({ provider, name }) => store.isHeldBack(provider, name),
  };
}

function toCallName({ executionId, callId }: Applicant): string {
  return `${executionId}/${callId}`;
}

/** Waits until then, or until the call is stopped; says whether it may go on. */
export async function waitUntilTime(at: number, signal: AbortSignal): Promise<boolean> {
  const pause = at - Date.now();
  if (pause > 0) await delay(pause, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
