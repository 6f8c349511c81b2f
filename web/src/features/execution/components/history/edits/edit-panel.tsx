import { type Checkpoint, type Edit, type Execution, StudioError } from '@client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { ErrorNote, FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { useEditDrafts } from '../../../api/use-edit-drafts';
import { useEditItems } from '../../../api/use-edit-items';
import { useFork } from '../../../api/use-fork';
import { type Drafts, toEdit } from '../../../model/edits/edit-draft';
import type { EditItem } from '../../../model/edits/edit-item';
import { findConflicts } from '../../../model/edits/find-conflicts';
import { placeMistakes } from '../../../model/edits/place-mistakes';
import { EditGroups } from './edit-groups';
import { ForkBar } from './fork-bar';

interface EditPanelProps {
  execution: Execution;
  checkpoint: Checkpoint;
}

/** Everything that can be edited at a superstep, each with a form of its own, and the fork that has the edits. */
export default function EditPanel({ execution, checkpoint }: EditPanelProps) {
  const { superstep } = checkpoint;
  const { items, error, refetch } = useEditItems(execution, checkpoint);
  const { drafts, set, clear } = useEditDrafts(execution.id, superstep);
  const fork = useFork(execution.id, clear);
  const [sent, setSent] = useState<readonly string[]>([]);
  const [unreadable, setUnreadable] = useState<ReadonlyMap<string, string>>(new Map());
  const placed = placeMistakes(fork.error instanceof StudioError ? fork.error.errors : [], sent);
  const elsewhere = placed.get('') ?? [];
  if (error !== null) {
    return (
      <FailureNote
        title="What can be edited could not be read"
        error={error}
        action={
          <Button className="mt-2" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      />
    );
  }
  if (items === undefined) return <Skeleton label="Loading what can be edited" />;
  const edited = items.filter(({ key }) => drafts[key] !== undefined);

  const submit = () => {
    const { edits, mistakes } = toEdits(edited, drafts);
    setUnreadable(mistakes);
    setSent(edited.map(({ key }) => key));
    if (mistakes.size === 0) fork.mutate({ superstep, edits });
  };
  return (
    <div className="space-y-4">
      <p className="text-[0.8125rem] text-ink-soft">
        An edit cuts right behind itself: what its step said afterwards is said anew, everything else stays. This execution is not touched.
      </p>
      {items.length === 0 && <p className="text-ink-faint">Nothing can be edited here.</p>}
      <EditGroups
        executionId={execution.id}
        items={items}
        drafts={drafts}
        conflicts={findConflicts(edited)}
        mistakes={placed}
        unreadable={unreadable}
        onChange={set}
      />
      {fork.error !== null && <FailureNote title="It was not forked; your edits are still here" error={fork.error} />}
      {elsewhere.length > 0 && (
        <ErrorNote title="What is wrong">{elsewhere.map(({ path, message }) => `${path}: ${message}`).join('\n')}</ErrorNote>
      )}
      {unreadable.size > 0 && <ErrorNote title="It was not sent: mend the marked JSON first" />}
      <ForkBar edited={edited} superstep={superstep} pending={fork.isPending} onFork={submit} onDiscard={clear} />
    </div>
  );
}

/** The edits in the order of their forms, or what cannot be read, by key. */
function toEdits(edited: readonly EditItem[], drafts: Drafts): { edits: Edit[]; mistakes: Map<string, string> } {
  const edits: Edit[] = [];
  const mistakes = new Map<string, string>();
  for (const { key, was } of edited) {
    const draft = drafts[key];
    if (draft === undefined) continue;
    try {
      edits.push(toEdit(draft, was));
    } catch (error) {
      mistakes.set(key, `This is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { edits, mistakes };
}
