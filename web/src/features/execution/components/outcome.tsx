import type { Execution, ExecutionView } from '@client';
import { RichText } from '@/components/rich-text';
import { StatusBadge } from '@/components/status-badge';
import { Timestamp } from '@/components/timestamp';
import { hasOwnOutput } from '../model/has-own-output';

/** How it ended; the output itself only when nobody in the transcript has said it. */
export function Outcome({ execution, view }: { execution: Execution; view: ExecutionView }) {
  const output = execution.output ?? view.output;
  return (
    <div className="border-line border-t pt-5">
      <p className="flex flex-wrap items-center gap-2 text-ink-soft text-xs">
        <StatusBadge status={view.status} />
        {view.endedAt !== null && <Timestamp time={view.endedAt} className="tabular-nums" />}
      </p>
      {output !== null && hasOwnOutput(view) && (
        <div className="mt-3">
          <RichText text={output.text} />
        </div>
      )}
    </div>
  );
}
