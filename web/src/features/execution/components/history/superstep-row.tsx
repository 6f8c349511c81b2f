import type { Usage } from '@client';
import { GitFork } from 'lucide-react';
import { CutText } from '@/components/cut-text';
import { Tag } from '@/components/tag';
import { Timestamp } from '@/components/timestamp';
import { classes } from '@/lib/classes';
import { toCountText, toNumberText } from '@/lib/format';
import { useEditDrafts } from '../../api/use-edit-drafts';

export interface SuperstepLine {
  superstep: number;
  stepPath: string;
  at: string;
  /** Absent at the beginning. */
  usage?: Usage;
}

interface SuperstepRowProps {
  executionId: string;
  line: SuperstepLine;
  chosen: boolean;
  onChoose: (superstep: number) => void;
  /** Null: one is being made. */
  onFork: ((superstep: number) => void) | null;
}

/** One superstep: to look at it, and to fork behind it. */
export function SuperstepRow({ executionId, line, chosen, onChoose, onFork }: SuperstepRowProps) {
  const { superstep, stepPath, at, usage } = line;
  const edits = Object.keys(useEditDrafts(executionId, superstep).drafts).length;
  return (
    <>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={() => onChoose(superstep)}
        className={classes(
          '-outline-offset-2 flex min-h-full min-w-0 flex-1 items-center gap-3 self-start pr-2 pl-4 text-left text-[0.8125rem]',
          chosen ? 'bg-accent-soft' : 'hover:bg-raised focus-visible:bg-raised',
        )}
      >
        <span className="w-8 shrink-0 text-right font-medium tabular-nums">{superstep}</span>
        <CutText className="min-w-0 flex-1">{stepPath}</CutText>
        {edits > 0 && <Tag tone="warn">{toCountText(edits, 'edit')}</Tag>}
        {usage !== undefined && (
          <span className="hidden shrink-0 text-ink-faint text-xs tabular-nums sm:inline">
            {toCountText(usage.calls, 'call')} · {toNumberText(usage.inputTokens + usage.outputTokens)} tokens so far
          </span>
        )}
        <Timestamp time={at} className="shrink-0 text-ink-faint text-xs tabular-nums" />
      </button>
      <button
        type="button"
        disabled={onFork === null}
        onClick={() => onFork?.(superstep)}
        aria-label={`Fork here, after superstep ${superstep}`}
        title="Fork here: a new execution runs on from there"
        className="-outline-offset-2 grid w-10 shrink-0 place-items-center text-accent hover:bg-raised disabled:opacity-50"
      >
        <GitFork aria-hidden className="size-4" />
      </button>
    </>
  );
}
