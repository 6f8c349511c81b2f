import { GitFork } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toCountText } from '@/lib/format';
import type { EditItem } from '../../../model/edits/edit-item';

interface ForkBarProps {
  edited: readonly EditItem[];
  superstep: number;
  pending: boolean;
  onFork: () => void;
  onDiscard: () => void;
}

/** How many edits there are, and what becomes of them. */
export function ForkBar({ edited, superstep, pending, onFork, onDiscard }: ForkBarProps) {
  const [asking, setAsking] = useState(false);
  const count = toCountText(edited.length, 'edit');
  return (
    <section
      aria-label="Fork with the edits"
      className="sticky bottom-0 flex flex-wrap items-center gap-2 border-line border-t bg-surface py-3"
    >
      <p role="status" className="min-w-0 flex-1 basis-48 text-[0.8125rem]">
        {edited.length === 0 ? (
          <span className="text-ink-faint">Nothing is edited yet.</span>
        ) : (
          <>
            <span className="font-semibold">{count}</span>
            <span className="text-ink-soft [overflow-wrap:anywhere]">: {edited.map(({ label }) => label).join(', ')}</span>
          </>
        )}
      </p>
      {edited.length > 0 && (
        <Button variant="quiet" disabled={pending} onClick={() => setAsking(true)}>
          Discard {edited.length === 1 ? 'it' : 'them'}
        </Button>
      )}
      <Button variant="primary" disabled={edited.length === 0 || pending} onClick={onFork}>
        <GitFork aria-hidden className="size-4" />
        {pending ? 'Forking…' : `Fork after superstep ${superstep} with ${edited.length === 0 ? 'edits' : count}`}
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Discard ${count}?`}
        confirmLabel="Discard"
        dismissLabel="Keep"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          onDiscard();
        }}
      >
        What you have written is gone then. Closing this panel keeps it.
      </ConfirmDialog>
    </section>
  );
}
