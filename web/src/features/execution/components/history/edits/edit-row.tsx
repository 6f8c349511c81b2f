import type { ProblemDetail } from '@client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { CutText } from '@/components/cut-text';
import { Tag } from '@/components/tag';
import { classes } from '@/lib/classes';
import type { EditDraft } from '../../../model/edits/edit-draft';
import type { EditItem } from '../../../model/edits/edit-item';
import { EditForm } from './edit-form';

interface EditRowProps {
  executionId: string;
  item: EditItem;
  draft: EditDraft | undefined;
  /** The other edit that this one comes out of. */
  conflict: EditItem | undefined;
  mistakes: readonly ProblemDetail[];
  /** Why its JSON could not be read. */
  unreadable: string | undefined;
  onChange: (draft: EditDraft | null) => void;
}

/** One thing that can be edited: a line, and its form when it is open. */
export function EditRow({ executionId, item, draft, conflict, mistakes, unreadable, onChange }: EditRowProps) {
  const [wanted, setWanted] = useState(draft !== undefined);
  const wrong = mistakes.length > 0 || unreadable !== undefined;
  const open = wanted || wrong;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setWanted(!open)}
        className="-outline-offset-2 flex w-full items-center gap-2 px-3 py-2 text-left text-[0.8125rem] hover:bg-raised"
      >
        <ChevronRight aria-hidden className={classes('size-3.5 shrink-0 text-ink-faint', open && 'rotate-90')} />
        <CutText className="max-w-[50%] shrink-0 font-medium">{item.label}</CutText>
        <span dir="auto" className="min-w-0 flex-1 truncate text-ink-faint text-xs">
          {open ? item.target : item.preview}
        </span>
        {draft !== undefined && <Tag tone="warn">edited</Tag>}
        {wrong && <Tag tone="bad">refused</Tag>}
      </button>
      {open && (
        <div className="space-y-3 px-3 pt-1 pb-4">
          {item.note !== undefined && <p className="text-ink-soft text-xs">{item.note}</p>}
          <EditForm executionId={executionId} item={item} draft={draft} mistakes={mistakes} onChange={onChange} />
          {unreadable !== undefined && (
            <p role="alert" className="text-bad text-xs">
              {unreadable}
            </p>
          )}
          {conflict !== undefined && (
            <p className="text-warn text-xs">
              It came out of “{conflict.label}”, which is edited too and is said anew: only one of the two can be in a fork.
            </p>
          )}
        </div>
      )}
    </li>
  );
}
