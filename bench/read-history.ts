import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { HistoryEvent } = temporal.api.history.v1;

/** Events per request: a page of long transcripts must stay below gRPC's 4 MB. */
const PAGE = 50;

/** What an execution left in Temporal. */
export interface HistoryCost {
  events: number;
  /** Serialized events. */
  bytes: number;
  /** The first twenty calls, and the last twenty; absent when there are fewer than forty. */
  ends?: { first: Cost; last: Cost };
}

interface Cost {
  events: number;
  bytes: number;
}

/** Reads an execution's history page by page and adds it up. */
export async function readHistory(client: Client, workflowId: string): Promise<HistoryCost> {
  const sizes: number[] = [];
  /** Where each model call begins. */
  const calls: number[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: PAGE,
      nextPageToken,
    });
    for (const event of page.history?.events ?? []) {
      if (event.activityTaskScheduledEventAttributes?.activityType?.name === 'callModel') calls.push(sizes.length);
      sizes.push(HistoryEvent.encode(event).finish().length);
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken?.length);
  const cost = (from?: number, to?: number): Cost => {
    const part = sizes.slice(from, to);
    return { events: part.length, bytes: part.reduce((sum, size) => sum + size, 0) };
  };
  // The last call has no successor to end it, and the close of the workflow is not the call's.
  const last = calls.length - 1;
  return {
    ...cost(),
    ...(calls.length >= 40 && { ends: { first: cost(calls[0], calls[20]), last: cost(calls[last - 20], calls[last]) } }),
  };
}
