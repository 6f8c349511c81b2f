import { proxyActivities } from '@temporalio/workflow';

interface OneCallOptions {
  heartbeatTimeoutMs: number;
  /** After a failure. */
  initialIntervalMs: number;
}

const MINUTES = 5 * 60_000;

/** One activity; one that Temporal would repeat only after minutes if nothing else is said. */
export async function oneCall({ heartbeatTimeoutMs, initialIntervalMs }: Partial<OneCallOptions> = {}): Promise<string> {
  const { call } = proxyActivities<{ call(): Promise<string> }>({
    startToCloseTimeout: MINUTES,
    heartbeatTimeout: heartbeatTimeoutMs ?? MINUTES,
    retry: { initialInterval: initialIntervalMs ?? MINUTES },
  });
  return call();
}
