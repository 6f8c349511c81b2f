import type { FirstDifference } from '@client';
import { useEffect, useState } from 'react';
import { Boundary } from '@/components/boundary';
import { Button } from '@/components/button';
import { toCountText, toNumberText } from '@/lib/format';
import { useQueryState } from '@/lib/use-query-state';
import type { useComparison } from '../api/use-comparison';
import type { Side } from '../model/differences';
import { ComparedList } from './compared-list';

interface ComparedProps {
  comparison: ReturnType<typeof useComparison>;
  first: FirstDifference | null;
  ids: Record<Side, string>;
}

/** Where they part, and the steps; pages are read until the first difference is among them. */
export function Compared({ comparison, first, ids }: ComparedProps) {
  const { data, hasNextPage, isFetching, fetchNextPage } = comparison;
  const [only, setOnly] = useQueryState('only');
  const [asked, setAsked] = useState(0);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const shown = only === 'different' ? items.filter(({ same }) => !same) : items;
  const searching = first !== null && hasNextPage && !items.some(({ stepPath }) => stepPath === first.stepPath);
  const sparse = hasNextPage && only === 'different' && shown.length < 50;
  const more = hasNextPage && !isFetching ? () => void fetchNextPage() : null;
  useEffect(() => {
    if ((searching || sparse) && more !== null) more();
  }, [searching, sparse, more]);
  const differing = items.filter(({ same }) => !same).length;
  return (
    <>
      <div className="my-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-[0.8125rem]">
        <p role="status" className="min-w-0 flex-1 basis-72 text-ink-soft">
          {first === null ? (
            `Every step is the same in both.`
          ) : (
            <>
              They first part at <code className="break-all font-mono text-xs">{first.stepPath}</code>
              {searching ? `; ${toCountText(items.length, 'step')} read on the way there…` : '.'}
            </>
          )}{' '}
          {!searching &&
            first !== null &&
            `${toNumberText(differing)} of ${toCountText(items.length, 'step')}${hasNextPage ? ' read so far' : ''} differ.`}
        </p>
        {first !== null && (
          <Button onClick={() => setAsked(asked + 1)} disabled={searching}>
            Go to the first difference
          </Button>
        )}
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={only === 'different'}
            onChange={({ target }) => setOnly(target.checked ? 'different' : null)}
            className="size-4 accent-accent"
          />
          Only what differs
        </label>
      </div>
      <div className="min-h-0 flex-1">
        <Boundary what="The steps">
          <ComparedList items={shown} ids={ids} firstPath={first?.stepPath} asked={asked} loadMore={more} />
        </Boundary>
      </div>
    </>
  );
}
