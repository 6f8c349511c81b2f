import { StudioError } from '@client';
import { useState } from 'react';
import { parseDefinition } from '@/lib/definition-text';
import { Button } from '../button';
import { TextDiff } from '../code';
import { Dialog } from '../dialog';
import { ErrorNote, FailureNote } from '../error-note';

interface MergeDialogProps {
  /** What somebody else saved meanwhile, and what was to be saved. */
  theirs: { revision: number; text: string };
  mine: string;
  /** Why the merged text was not saved either. */
  failure: Error | null;
  saving: boolean;
  /** Saves the merged text, which can be read, as the revision after theirs. */
  onSave: (text: string) => void;
  onClose: () => void;
}

/** Somebody was quicker: both versions side by side, and the right one to be saved. */
export function MergeDialog({ theirs, mine, failure, saving, onSave, onClose }: MergeDialogProps) {
  const [text, setText] = useState(mine);
  const parsed = parseDefinition(text);
  const problem = 'problems' in parsed ? parsed.problems[0]?.message : undefined;
  // That somebody was quicker is why this is open.
  const refused = failure instanceof StudioError && failure.code === 'precondition_failed' ? null : failure;
  return (
    <Dialog
      wide
      title="Somebody else saved it first"
      description={`Revision ${theirs.revision} is at the left, yours at the right. Take over what you want with the arrows, or edit yours; nothing is lost until you save.`}
      onClose={onClose}
    >
      <div className="mt-4">
        <TextDiff
          before={{ label: `Revision ${theirs.revision}`, text: theirs.text }}
          after={{ label: 'Yours', text: mine }}
          onChange={setText}
        />
      </div>
      {problem !== undefined && (
        <div className="mt-4">
          <ErrorNote title="It cannot be read">{problem}</ErrorNote>
        </div>
      )}
      {refused !== null && (
        <div className="mt-4">
          <FailureNote title="It was not saved" error={refused} />
        </div>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>Keep editing</Button>
        <Button variant="primary" disabled={saving || problem !== undefined} onClick={() => onSave(text)}>
          Save as revision {theirs.revision + 1}
        </Button>
      </div>
    </Dialog>
  );
}
