import { client } from '@/lib/client';
import { useCommand } from '@/lib/use-command';
import type { EventBody } from '../model/event-body';

/** Sends an event to the steps that wait for it; safe when the call resolves. */
export function useSendEvent(executionId: string) {
  return useCommand({ mutationFn: (event: EventBody) => client.executions.sendEvent(executionId, event) });
}
