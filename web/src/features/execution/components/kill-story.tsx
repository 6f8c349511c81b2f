import { Check, LoaderCircle } from 'lucide-react';
import { toClock } from '@/lib/format';
import type { Beat } from '../model/kill-story';

/** What the kill did so far, beat by beat. */
export function KillStory({ beats }: { beats: readonly Beat[] }) {
  return (
    <div role="status" className="mt-3 border-line border-t pt-3">
      <ol className="grid gap-1.5 text-[0.8125rem]">
        {beats.map(({ id, text, state, at }) => (
          <li key={id} className="flex items-baseline gap-2.5">
            {state === 'done' ? (
              <Check aria-hidden className="size-4 shrink-0 self-center text-good" />
            ) : (
              <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin self-center text-ink-faint" />
            )}
            <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
            {at !== null && (
              <time dateTime={at} title={at} className="ml-auto shrink-0 text-ink-faint text-xs tabular-nums">
                {toClock(at)}
              </time>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
