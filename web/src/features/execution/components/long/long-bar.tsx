import { Scroll } from 'lucide-react';
import { toCountText } from '@/lib/format';
import { JumpForm } from './jump-form';

/** Says that an execution is long, and leads to any place in it. */
export function LongBar({ executionId, lastSeq }: { executionId: string; lastSeq: number }) {
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-raised px-3 py-1.5 text-[0.8125rem] text-ink-soft">
      <p className="flex items-center gap-2">
        <Scroll aria-hidden className="size-4 shrink-0 text-ink-faint" />
        This execution is long: {toCountText(lastSeq, 'event')}. Each part is read when you look at it.
      </p>
      <JumpForm executionId={executionId} lastSeq={lastSeq} />
    </div>
  );
}
