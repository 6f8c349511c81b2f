import { useMutation } from '@tanstack/react-query';
import { client } from '@/lib/client';
import type { EventBody } from '../model/event-body';

/** Sends an event to the steps that wait for it; safe when the call resolves. */
export function useSendEvent(executionId: string) {
  return useMutation({ mutationFn: (event: EventBody) => client.executions.sendEvent(executionId, event) });
}
