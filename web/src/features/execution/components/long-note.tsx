import { Scroll } from 'lucide-react';
import { Link } from 'react-router';
import { toNumberText } from '@/lib/format';

/** Says which part of a long execution is shown, and where the rest is. */
export function LongNote({ skipped }: { skipped: number }) {
  if (skipped === 0) return null;
  return (
    <p className="mt-3 flex items-baseline gap-2 rounded-md bg-raised px-3 py-2 text-[0.8125rem] text-ink-soft">
      <Scroll aria-hidden className="size-4 shrink-0 self-center text-ink-faint" />
      <span>
        This execution is long. Steps, history and{' '}
        <Link to={{ search: '?tab=events' }} className="text-accent underline underline-offset-2">
          events
        </Link>{' '}
        have all of it; transcript, graph and timeline show what has happened since event {toNumberText(skipped)}.
      </span>
    </p>
  );
}
