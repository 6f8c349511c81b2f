import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { toMilliseconds } from '../../contracts/duration';
import type { Limits } from '../../contracts/limits';
import { ModelError } from '../../contracts/ports/model-provider';

const DEFAULT_BREAKER = { failures: 10, openFor: '30s' };

/** Who has leave to go ahead and has not begun after this (a limit or a budget holds it) keeps the others off no more. */
const LONGEST_AHEAD_MS = 5_000;

/** A circuit breaker for each provider, of this process: what fails again and again is left alone for a while. */
export interface Breakers {
  /** Until when the provider is left alone (milliseconds since 1970); null when it may be asked. */
  openUntil(provider: string): number | null;
  /**
   * When a call asks again that has no other model to go to (milliseconds since 1970); null when it may be made, as always
   * where nothing in the limits says that calls wait. When the time is over one has leave, and the others wait for how it goes.
   */
  heldUntil(provider: string): number | null;
  /** Runs a call of the provider and takes note of how it goes. */
  watch<T>(provider: string, run: () => Promise<T>): Promise<T>;
}

export function createBreakers({ providers }: Limits, now: () => number = Date.now): Breakers {
  const known = new Map<string, ReturnType<typeof createOne>>();

  function createOne(provider: string) {
    const { failures, openFor } = { ...DEFAULT_BREAKER, ...providers[provider]?.breaker };
    const openMs = toMilliseconds(openFor);
    const policy = circuitBreaker(handleWhen(isOutage), { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) });
    const one = { policy, openMs, openedAt: 0, aheadUntil: 0 };
    policy.onBreak(() => {
      Object.assign(one, { openedAt: now(), aheadUntil: 0 });
    });
    return one;
  }

  function of(provider: string) {
    const one = known.get(provider) ?? createOne(provider);
    known.set(provider, one);
    return one;
  }

  function openUntil(provider: string): number | null {
    const { policy, openMs, openedAt } = of(provider);
    if (policy.state === CircuitState.Closed) return null;
    // One call has gone ahead to see whether the provider answers again.
    if (policy.state === CircuitState.HalfOpen) return now() + openMs / 10;
    return openedAt + openMs > now() ? openedAt + openMs : null;
  }

  function heldUntil(provider: string): number | null {
    if (providers[provider]?.breaker === undefined) return null;
    const until = openUntil(provider);
    const one = of(provider);
    if (until !== null || one.policy.state === CircuitState.Closed) return until;
    if (one.aheadUntil > now()) return now() + one.openMs / 10;
    one.aheadUntil = now() + LONGEST_AHEAD_MS;
    return null;
  }

  return {
    openUntil,
    heldUntil,
    async watch(provider, run) {
      if (openUntil(provider) !== null) return run();
      try {
        return await of(provider).policy.execute(run);
      } catch (error) {
        if (isBrokenCircuitError(error)) return run();
        throw error;
      }
    },
  };
}

/** The provider is away or broken. A refusal, and a limit of rates, are answers. */
function isOutage(error: unknown): boolean {
  return error instanceof ModelError && error.retryable && error.code !== 'http_429';
}
