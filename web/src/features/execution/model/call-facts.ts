import type { Attempt, ExecutionView, Message, StreamingCall, ToolCallView } from '@client';

/** Everything that the page knows of one call. */
export interface CallFacts {
  callId: string;
  attempts: Attempt[];
  /** A model call's answer. */
  message: Message | null;
  /** The same while it is being written. */
  streaming: StreamingCall | null;
  toolCall: ToolCallView | null;
}

/** True when neither an answer nor a piece of one is known. */
export function isUnheardOf({ message, streaming, toolCall }: CallFacts): boolean {
  return message === null && streaming === null && toolCall === null;
}

export function toCallFacts(callId: string, view: ExecutionView, attempts: readonly Attempt[]): CallFacts {
  const entry = view.transcript.findLast(
    (one) => one.type === 'message' && one.message.role === 'assistant' && one.message.callId === callId,
  );
  return {
    callId,
    attempts: attempts.filter((attempt) => attempt.callId === callId),
    message: entry?.type === 'message' ? entry.message : null,
    streaming: view.streaming.get(callId) ?? null,
    toolCall: [...view.toolCalls.values()].find((call) => call.callId === callId) ?? null,
  };
}
