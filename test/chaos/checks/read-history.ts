import { DELIVER_SIGNAL, type Letter } from '../../../contracts/letters';
import type { TemporalClient } from '../../../runtime/connect-temporal';

/** What Temporal has of an execution, in its order: letters that it was given, cancels, and calls that it had begun. */
export type HistoryEntry = { letter: Letter } | { cancel: true } | { callId: string; thread: string | undefined };

interface Payload {
  data?: Uint8Array | null;
}

/** Of the newest run. */
export async function readHistory({ client }: TemporalClient, executionId: string): Promise<HistoryEntry[]> {
  const { events } = await client.workflow.getHandle(executionId).fetchHistory();
  const numbers = new Set<number>();
  return (events ?? []).flatMap((event): HistoryEntry[] => {
    const { workflowExecutionSignaledEventAttributes: signaled, activityTaskScheduledEventAttributes: scheduled } = event;
    if (signaled?.signalName === DELIVER_SIGNAL) {
      const letters = fromPayload(signaled.input?.payloads?.[0]) as Letter[];
      const fresh = letters.filter(({ number }) => !numbers.has(number));
      for (const { number } of fresh) numbers.add(number);
      return fresh.map((letter) => ({ letter }));
    }
    if (event.workflowExecutionCancelRequestedEventAttributes) return [{ cancel: true }];
    const type = scheduled?.activityType?.name;
    if (type !== 'callModel' && type !== 'callTool') return [];
    const { callId, thread } = fromPayload(scheduled?.input?.payloads?.[0]) as { callId: string; thread?: string };
    return [{ callId, thread }];
  });
}

function fromPayload(payload: Payload | undefined): unknown {
  return JSON.parse(Buffer.from(payload?.data ?? []).toString('utf8'));
}
