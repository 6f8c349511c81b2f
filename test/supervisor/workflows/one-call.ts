import { proxyActivities } from '@temporalio/workflow';

const { call } = proxyActivities<{ call(): Promise<string> }>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '5m',
  retry: { initialInterval: '5m' },
});

/** One activity that Temporal would repeat only after minutes. */
export async function oneCall(): Promise<string> {
  return call();
}
