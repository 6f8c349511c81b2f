import { RichText } from '@/components/rich-text';
import type { CallFacts } from '../model/call-facts';
import { Part } from './part';
import { ToolCall } from './tool-call';
import { WholeText } from './whole-text';

/** What a call answered, or as much of it as there is. */
export function CallAnswer({ facts, executionId }: { facts: CallFacts; executionId: string }) {
  const { message, streaming, toolCall } = facts;
  return (
    <>
      {toolCall !== null && <ToolCall call={toolCall} open />}
      {message !== null && (
        <Part title={`Answered by ${message.agent ?? 'the assistant'}`}>
          {message.text === '' ? <p className="text-ink-faint">No text.</p> : <WholeText message={message} executionId={executionId} />}
          {(message.toolCalls ?? []).length > 0 && (
            <p className="mt-2 text-ink-soft text-xs">
              Asked for: <code className="font-mono">{message.toolCalls?.map(({ tool }) => tool).join(', ')}</code>
            </p>
          )}
        </Part>
      )}
      {message === null && streaming !== null && (
        <Part title={streaming.state === 'streaming' ? 'Being written' : 'Written by an attempt that was lost'}>
          <RichText text={streaming.text} />
        </Part>
      )}
    </>
  );
}
