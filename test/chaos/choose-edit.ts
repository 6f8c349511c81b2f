import type { Checkpoint, Edit, FeedEvent, Message } from '../../client';

/** Of what can be edited at a checkpoint the last, so that the execution goes on and ends as it would have; none where nothing can. */
export function chooseEdit({ editable }: Checkpoint, messages: Message[], events: FeedEvent[]): Edit | undefined {
  const callId = editable.toolResults.at(-1);
  if (callId !== undefined) return { type: 'toolResult', callId, result: otherResult(callId, events) };
  // An answer that is JSON has a schema.
  const message = messages.findLast(({ id, text }) => editable.messages.includes(id) && !text.startsWith('{'));
  if (message !== undefined) return { type: 'message', messageId: message.id, text: `${message.text} (edited)` };
  const stepPath = editable.answers.at(-1);
  if (stepPath !== undefined) return { type: 'answer', stepPath, decision: 'approve', comment: 'edited' };
  const agent = editable.agents.at(-1);
  return agent === undefined ? undefined : { type: 'agent', agent, instructions: `${agent}, edited` };
}

/** It must fit the tool's schema. */
function otherResult(callId: string, events: FeedEvent[]) {
  const completed = events.find((event) => event.type === 'toolCompleted' && event.callId === callId);
  const result = completed?.type === 'toolCompleted' ? completed.result : undefined;
  return typeof result === 'object' ? result : `${result ?? 'nothing'} (edited)`;
}
