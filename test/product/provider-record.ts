import type { CallCounts } from '../fakes/openai/journal';
import type { FakeOpenAiServerProcess } from '../fakes/openai-server-process';

/** What the fake provider saw of an execution. */
export interface SeenByProvider {
  /** By call id. */
  calls: Record<string, CallCounts>;
  /** Requests, each `<call id>#<attempt>`. */
  sent: string[];
}

/** All that the fake has seen so far, by execution. */
export async function readProviderRecord(fake: FakeOpenAiServerProcess): Promise<(executionId: string) => SeenByProvider> {
  const seen = new Map<string, SeenByProvider>();
  const of = (call: string) => {
    const slash = call.indexOf('/');
    const [executionId, callId] = [call.slice(0, slash), call.slice(slash + 1)];
    const known = seen.get(executionId) ?? { calls: {}, sent: [] };
    seen.set(executionId, known);
    return { known, callId };
  };
  for (const [call, counts] of Object.entries((await fake.counts()).calls)) {
    const { known, callId } = of(call);
    known.calls[callId] = counts;
  }
  for (const { call, attempt } of await fake.requests()) {
    const { known, callId } = of(call);
    known.sent.push(`${callId}#${attempt}`);
  }
  return (executionId) => seen.get(executionId) ?? { calls: {}, sent: [] };
}
