import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { Tag } from '@/components/tag';
import { toCountText } from '@/lib/format';
import { useSeen } from '../api/use-seen';

/** What a model call was shown: its instructions and every message, as the model saw them. Read when it is opened. */
export function CallSaw({ executionId, callId }: { executionId: string; callId: string }) {
  const [wanted, setWanted] = useState(false);
  const { data, error } = useSeen(executionId, callId, wanted);
  return (
    <details className="group/saw" onToggle={({ currentTarget }) => currentTarget.open && setWanted(true)}>
      <summary className="flex items-center gap-1.5 rounded text-ink-faint text-xs hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/saw:rotate-90" />
        What it saw
        {data !== undefined && ` · ${toCountText(data.items.length, 'message')}`}
        {data?.call?.tokens !== undefined && ` · ${toCountText(data.call.tokens, 'token')}`}
      </summary>
      <div className="mt-2 space-y-3">
        {wanted && data === undefined && error === null && <Skeleton label="Loading what it saw" />}
        {error !== null && <FailureNote title="What it saw could not be read" error={error} />}
        {data?.call !== undefined && <Seen who="instructions" text={data.call.instructions} />}
        {data?.call?.leftOut !== undefined && (
          <p className="text-ink-faint text-xs">
            {toCountText(data.call.leftOut.upTo - data.call.leftOut.from, 'message')} of the thread were left out.
          </p>
        )}
        {data?.items.map((message) => (
          <Seen
            key={message.id}
            who={message.role}
            text={message.text}
            mark={message.added === true ? 'added' : message.summaryOf === undefined ? undefined : 'summary'}
            tools={message.toolCalls?.map(({ tool }) => tool)}
          />
        ))}
      </div>
    </details>
  );
}

function Seen({ who, text, mark, tools = [] }: { who: string; text: string; mark?: string; tools?: readonly string[] }) {
  return (
    <div className="border-line border-l-2 pl-3 text-xs">
      <p className="flex items-center gap-2 text-ink-faint">
        {who}
        {mark !== undefined && <Tag>{mark}</Tag>}
      </p>
      <p className="prose-plain">{text}</p>
      {tools.length > 0 && <p className="text-ink-faint">asks for {tools.join(', ')}</p>}
    </div>
  );
}
