import { useState } from 'react';
import { Button } from '../button';
import { TextDiff } from '../code';
import { Dialog } from '../dialog';

interface MergeDialogProps {
  /** What somebody else saved meanwhile, and what was to be saved. */
  theirs: { revision: number; text: string };
  mine: string;
  /** Saves the merged text as the revision after theirs. */
  onSave: (text: string) => void;
  onClose: () => void;
}

/** Somebody was quicker: both versions side by side, and the right one to be saved. */
export function MergeDialog({ theirs, mine, onSave, onClose }: MergeDialogProps) {
  const [text, setText] = useState(mine);
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
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>Keep editing</Button>
        <Button variant="primary" onClick={() => onSave(text)}>
          Save as revision {theirs.revision + 1}
        </Button>
      </div>
    </Dialog>
  );
}
