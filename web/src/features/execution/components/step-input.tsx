import type { TranscriptEntry } from '@client';
import { ChevronRight, CornerDownRight } from 'lucide-react';
import { WholeText } from './whole-text';

interface StepInputProps {
  entry: Extract<TranscriptEntry, { type: 'message' }>;
  executionId: string;
}

/** What a step was given to work on: one line, the whole of it on demand. */
export function StepInput({ entry, executionId }: StepInputProps) {
  const { message, repeats } = entry;
  const summary = repeats === undefined ? message.text : `what ${repeats} just said`;
  return (
    <details className="group text-[0.8125rem]">
      <summary className="flex items-center gap-2 rounded text-ink-soft hover:text-ink">
        <span className="grid size-6 shrink-0 place-items-center text-ink-faint">
          <CornerDownRight aria-hidden className="size-4" />
        </span>
        <span className="min-w-0 truncate">
          <span className="text-ink-faint">Given: </span>
          {summary}
        </span>
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint transition-transform group-open:rotate-90" />
      </summary>
      <div className="mt-2 ml-9 border-line border-l-2 pl-3 text-ink-soft">
        <WholeText message={message} executionId={executionId} />
      </div>
    </details>
  );
}
