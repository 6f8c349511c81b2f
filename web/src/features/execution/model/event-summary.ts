import type { FeedEvent } from '@client';

/** An event in a few words, besides its type and step. */
export function toEventSummary(event: FeedEvent): string {
  switch (event.type) {
    case 'messageAdded':
      return `${event.message.agent ?? event.message.role}: ${event.message.text}`;
    case 'toolCalled':
      return `${event.tool} ${JSON.stringify(event.arguments)}`;
    case 'toolCompleted':
      return event.error === undefined
        ? `${event.tool} → ${JSON.stringify(event.result ?? null)}`
        : `${event.tool}: ${event.error.message}`;
    case 'callRetried':
      return `attempt ${event.attempt}: ${event.reason}`;
    case 'stepStarted':
      return event.stepType;
    case 'stepCompleted':
      return event.output?.text ?? '';
    case 'stepFailed':
      return `${event.error.code}: ${event.error.message}`;
    case 'superstepCommitted':
      return `superstep ${event.superstep}`;
    case 'executionEnded':
      return event.status;
    default:
      return '';
  }
}
