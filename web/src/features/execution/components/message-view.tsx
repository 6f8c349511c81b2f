import type { ToolCallView, TranscriptEntry } from '@client';
import { memo } from 'react';
import { toSpeaker } from '../model/speakers';
import { Speech } from './speech';
import { StepInput } from './step-input';
import { ToolCall } from './tool-call';
import { WholeText } from './whole-text';

interface MessageViewProps {
  entry: Extract<TranscriptEntry, { type: 'message' }>;
  executionId: string;
  toolCalls: ReadonlyMap<string, ToolCallView>;
  /** Where the page may not have read it: the one that its step has closed. */
  superstep?: number;
}

/** A message, and the tools that it asks for. */
export const MessageView = memo(
  function MessageView({ entry, executionId, toolCalls, superstep }: MessageViewProps) {
    const { message } = entry;
    if (message.role === 'user' && message.agent === undefined) return <StepInput entry={entry} executionId={executionId} />;
    return (
      <Speech
        speaker={toSpeaker(message.agent)}
        at={message.at}
        copy={message.text}
        callId={message.callId}
        stepPath={entry.stepPath}
        superstep={superstep}
      >
        {message.text !== '' && <WholeText message={message} executionId={executionId} />}
        {entry.toolCalls.length > 0 && (
          <div className="mt-2 space-y-2">
            {entry.toolCalls.map((id) => (
              <ToolCall key={id} call={toolCalls.get(id)} />
            ))}
          </div>
        )}
      </Speech>
    );
  },
  // A long transcript grows at its end; a message is drawn again only when one of its own tool calls has changed.
  (before, after) =>
    before.entry === after.entry &&
    before.superstep === after.superstep &&
    after.entry.toolCalls.every((id) => before.toolCalls.get(id) === after.toolCalls.get(id)),
);
