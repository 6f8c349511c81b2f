import type { ProblemDetail } from '@client';
import type { Drafts, EditDraft } from '../../../model/edits/edit-draft';
import type { EditItem } from '../../../model/edits/edit-item';
import { EditRow } from './edit-row';

const GROUPS: readonly { type: EditItem['type']; title: string }[] = [
  { type: 'message', title: 'What was said' },
  { type: 'toolResult', title: 'What tools gave' },
  { type: 'answer', title: 'What people answered' },
  { type: 'input', title: 'What the next steps are given' },
  { type: 'agent', title: 'Agents, from here on' },
];

/** The API lists no more of one kind. */
const LISTED = 100;

interface EditGroupsProps {
  executionId: string;
  items: readonly EditItem[];
  drafts: Drafts;
  conflicts: ReadonlyMap<string, EditItem>;
  mistakes: ReadonlyMap<string, readonly ProblemDetail[]>;
  unreadable: ReadonlyMap<string, string>;
  onChange: (key: string, draft: EditDraft | null) => void;
}

/** What can be edited, by its kind. */
export function EditGroups({ executionId, items, drafts, conflicts, mistakes, unreadable, onChange }: EditGroupsProps) {
  return (
    <>
      {GROUPS.map(({ type, title }) => {
        const group = items.filter((item) => item.type === type);
        return (
          group.length > 0 && (
            <section key={type} aria-label={title}>
              <h3 className="mb-1.5 text-ink-faint text-xs">{title}</h3>
              <ul className="divide-y divide-line rounded-md border border-line">
                {group.map((item) => (
                  <EditRow
                    key={item.key}
                    executionId={executionId}
                    item={item}
                    draft={drafts[item.key]}
                    conflict={conflicts.get(item.key)}
                    mistakes={mistakes.get(item.key) ?? NONE}
                    unreadable={unreadable.get(item.key)}
                    onChange={(draft) => onChange(item.key, draft)}
                  />
                ))}
              </ul>
              {group.length >= LISTED && <p className="mt-1 text-ink-faint text-xs">There may be more; these are the first {LISTED}.</p>}
            </section>
          )
        );
      })}
    </>
  );
}

const NONE: readonly ProblemDetail[] = [];
