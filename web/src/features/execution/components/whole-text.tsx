import type { Message } from '@client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { RichText } from '@/components/rich-text';
import { toCountText } from '@/lib/format';
import { useWholeMessage } from '../api/use-whole-message';

interface WholeTextProps {
  message: Message;
  executionId: string;
}

/** A message's text; what an agent wrote as Markdown. The rest of a very long one on demand. */
export function WholeText({ message, executionId }: WholeTextProps) {
  return message.truncated === true ? <CutText message={message} executionId={executionId} /> : <Text message={message} />;
}

function Text({ message: { role, text } }: { message: Pick<Message, 'role' | 'text'> }) {
  return role === 'assistant' ? <RichText text={text} /> : <p className="prose-plain leading-relaxed">{text}</p>;
}

function CutText({ message, executionId }: WholeTextProps) {
  const [wanted, setWanted] = useState(false);
  const { data, error } = useWholeMessage(executionId, message, wanted);
  return (
    <>
      <Text message={data ?? message} />
      {data === undefined && (
        <p className="mt-2 flex flex-wrap items-center gap-3 text-ink-faint text-xs">
          Only the first {toCountText(message.text.length, 'character')} are shown.
          <Button onClick={() => setWanted(true)} disabled={wanted && error === null}>
            {wanted && error === null ? 'Loading…' : 'Show all of it'}
          </Button>
          {error !== null && <span className="text-bad">{error.message}</span>}
        </p>
      )}
    </>
  );
}
