import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { toMilliseconds } from '../../contracts/duration';
import type { Limits } from '../../contracts/limits';
import { ModelError } from '../../contracts/ports/model-provider';

const DEFAULT_BREAKER = { failures: 10, openFor: '30s' };

/** A circuit breaker for each provider, of this process: what fails again and again is left alone for a while. */
export interface Breakers {
  /** Until when the provider is left alone (milliseconds since 1970); null when it may be asked. */
  openUntil(provider: string): number | null;
  /** Whether a call waits for it that has no other model to go to; else it is made all the same. */
  isWaitedFor(provider: string): boolean;
  /** Runs a call of the provider and takes note of how it goes. */
  watch<T>(provider: string, run: () => Promise<T>): Promise<T>;
}

export function createBreakers({ providers }: Limits, now: () => number = Date.now): Breakers {
  const known = new Map<string, ReturnType<typeof createOne>>();

  function createOne(provider: string) {
    const { failures, openFor } = { ...DEFAULT_BREAKER, ...providers[provider]?.breaker };
    const openMs = toMilliseconds(openFor);
    const policy = circuitBreaker(handleWhen(isOutage), { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) });
    const one = { policy, openMs, openedAt: 0 };
    policy.onBreak(() => {
      one.openedAt = now();
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

  return {
    openUntil,
    isWaitedFor: (provider) => providers[provider]?.breaker !== undefined,
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
