import type { StepComparison } from '@client';
import { ChevronRight } from 'lucide-react';
import { Button } from '@/components/button';
import { Tag } from '@/components/tag';
import { classes } from '@/lib/classes';
import { type Side, toDifferences } from '../model/differences';
import { ComparedText } from './compared-text';
import { WholeTexts } from './whole-texts';

/** How much of a step shows: its line, both texts as far as the list has them, or the whole ones. */
export type Shown = 'line' | 'texts' | 'whole';

interface ComparedRowProps {
  item: StepComparison;
  ids: Record<Side, string>;
  /** The first place where the two part. */
  first: boolean;
  shown: Shown;
  onShow: (shown: Shown) => void;
}

/** One step, or turn of a chat, in both. */
export function ComparedRow({ item, ids, first, shown, onShow }: ComparedRowProps) {
  const { stepPath, stepType, same, left, right } = item;
  const open = shown !== 'line';
  const takenOver = left?.inherited === true || right?.inherited === true;
  return (
    <article
      aria-label={stepPath}
      className={classes('overflow-hidden rounded-lg border bg-surface', first ? 'border-2 border-warn' : 'border-line')}
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onShow(open ? 'line' : 'texts')}
        className="-outline-offset-2 flex w-full flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 text-left text-xs hover:bg-raised"
      >
        <ChevronRight aria-hidden className={classes('size-3.5 shrink-0 text-ink-faint', open && 'rotate-90')} />
        <span className="min-w-0 break-all font-semibold">{stepPath}</span>
        <span className="text-ink-faint">{stepType ?? 'turn'}</span>
        {takenOver && <Tag>taken over</Tag>}
        <span className="ml-auto flex flex-wrap gap-1.5">
          {first && <Tag tone="warn">first difference</Tag>}
          {same ? (
            <span className="text-ink-faint">the same</span>
          ) : (
            toDifferences(item).map((difference) => (
              <Tag key={difference} tone="warn">
                {difference}
              </Tag>
            ))
          )}
        </span>
      </button>
      {open && (
        <div className="border-line border-t">
          {shown === 'whole' ? (
            <WholeTexts item={item} ids={ids} />
          ) : (
            <div className="grid divide-y divide-line md:grid-cols-2 md:divide-x md:divide-y-0">
              <ComparedText item={item} side="left" label={`${stepPath} in the first`} />
              <ComparedText item={item} side="right" label={`${stepPath} in the second`} />
            </div>
          )}
          {(left !== null || right !== null) && (
            <p className="px-3 pb-2">
              <Button variant="quiet" onClick={() => onShow(shown === 'whole' ? 'texts' : 'whole')}>
                {shown === 'whole' ? 'Only the beginnings' : 'Compare the whole texts'}
              </Button>
            </p>
          )}
        </div>
      )}
    </article>
  );
}
