import type { Execution } from '@client';
import { type RowSelectionState, rowSelectionFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { toCountText } from '@/lib/format';
import { BulkBar } from './bulk-bar';
import { ExecutionRow, ROW_HEIGHT } from './execution-row';
import { TableHead } from './table-head';
import { useQuietInsert } from './use-quiet-insert';

const features = tableFeatures({ rowSelectionFeature });
const columns = [{ accessorKey: 'id' as const }];
/** So many rows before the end the next page is asked for. */
const AHEAD = 30;

interface ExecutionsTableProps {
  executions: Execution[];
  /** How many are new and not among them. */
  added: number;
  insertAdded: () => void;
  /** Null: all are loaded. */
  loadMore: (() => void) | null;
  loading: boolean;
}

/** The executions as rows, of which only those in sight are drawn. */
export function ExecutionsTable({ executions, added, insertAdded, loadMore, loading }: ExecutionsTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const table = useTable({
    features,
    columns,
    data: executions,
    getRowId: ({ id }) => id,
    state: { rowSelection },
    onRowSelectionChange: setRowSelection,
  });
  const { rows } = table.getRowModel();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (loadMore !== null && !loading && last >= rows.length - AHEAD) loadMore();
  }, [last, rows.length, loadMore, loading]);
  // The same function for every row and every time, so that only rows that change are drawn again.
  const choose = useCallback(
    (id: string, on: boolean) => setRowSelection(({ [id]: _old, ...others }) => (on ? { ...others, [id]: true } : others)),
    [],
  );
  const chosen = table.getSelectedRowModel().rows.map(({ original }) => original);
  useQuietInsert(scroller, added, chosen.length, insertAdded);
  const above = shown[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);

  return (
    <div className="relative flex max-h-full flex-col overflow-hidden rounded-lg border border-line bg-surface">
      {chosen.length > 0 && <BulkBar chosen={chosen} onClear={() => table.resetRowSelection(true)} />}
      <p role="status" className="sr-only">
        {added > 0 ? `${toCountText(added, 'new execution')} at the beginning of the list` : ''}
      </p>
      {added > 0 && (
        <Button
          className="-translate-x-1/2 absolute top-11 left-1/2 z-10 rounded-full shadow-lg"
          onClick={() => {
            insertAdded();
            virtualizer.scrollToOffset(0);
          }}
        >
          <ArrowUp aria-hidden className="size-4" /> {toCountText(added, 'new execution')}
        </Button>
      )}
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Executions, newest first"
        className="-outline-offset-2 max-h-[75dvh] min-h-0 overflow-y-auto lg:max-h-none"
      >
        <table aria-rowcount={loadMore === null ? rows.length + 1 : -1} className="w-full table-fixed text-[0.8125rem]">
          <TableHead
            all={table.getIsAllRowsSelected()}
            some={table.getIsSomeRowsSelected()}
            onAll={(on) => table.toggleAllRowsSelected(on)}
          />
          <tbody>
            {above > 0 && <tr aria-hidden style={{ height: above }} />}
            {shown.map(({ index }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <ExecutionRow
                  key={row.id}
                  index={index}
                  execution={row.original}
                  chosen={rowSelection[row.id] === true}
                  onChoose={choose}
                />
              );
            })}
            {below > 0 && <tr aria-hidden style={{ height: below }} />}
          </tbody>
        </table>
        {loading && <p className="py-3 text-center text-ink-faint text-xs">Loading more…</p>}
      </section>
    </div>
  );
}
