import type { Message } from '../../contracts/entities';
import type { FeedEvent } from '../../contracts/events';
import type { Draft } from './draft';
import { toRequestKey } from './fold-tool';
import type { ToolCallView } from './types';

/** A message takes the place of the text that was streamed for it; a tool's message shows as its call's result. */
export function foldMessage(draft: Draft, event: Extract<FeedEvent, { type: 'messageAdded' }>): void {
  const { message } = event;
  const stepPath = event.stepPath ?? message.thread;
  if (message.role === 'tool') return;
  const toolCalls = (message.toolCalls ?? []).map((request, position): ToolCallView => {
    return {
      id: `${message.id}/${position}`,
      callId: null,
      stepPath,
      tool: request.tool,
      arguments: request.arguments,
      state: 'requested',
      startedAt: null,
      endedAt: null,
    };
  });
  for (const [position, call] of toolCalls.entries()) {
    draft.toolCalls.set(call.id, call);
    draft.requested.set(toRequestKey(stepPath, message.toolCalls?.[position]?.id ?? ''), call.id);
  }
  draft.transcript.push({
    type: 'message',
    seq: event.seq,
    id: message.id,
    stepPath,
    message,
    toolCalls: toolCalls.map((call) => call.id),
    repeats: findRepeated(draft, message),
  });
  if (message.role === 'assistant' && message.callId !== undefined) {
    draft.streaming.delete(message.callId);
    draft.answered.add(message.callId);
  }
}

/** The agent whose answer, the last one so far, this step was given as its input. */
function findRepeated(draft: Draft, message: Message): string | undefined {
  if (message.role !== 'user' || message.text === '') return undefined;
  const answer = draft.transcript.findLast((entry) => entry.type === 'message' && entry.message.role === 'assistant');
  if (answer?.type !== 'message' || answer.message.text !== message.text || answer.message.truncated !== message.truncated)
    return undefined;
  return answer.message.agent ?? answer.stepPath;
}
