import type { ProblemDetail } from '@client';
import { Field } from '@/components/field';
import type { DraftOf } from '../../../model/edits/edit-draft';
import { TEXT_AREA, toProblem } from './fields';

interface MessageEditProps {
  label: string;
  draft: DraftOf<'message'>;
  mistakes: readonly ProblemDetail[];
  onChange: (draft: DraftOf<'message'>) => void;
}

/** Another text of a message. */
export function MessageEdit({ label, draft, mistakes, onChange }: MessageEditProps) {
  return (
    <Field label={`Text of ${label}`} problem={toProblem(mistakes, '/text')}>
      {(ids) => (
        <textarea
          {...ids}
          dir="auto"
          rows={8}
          value={draft.text}
          onChange={({ target }) => onChange({ ...draft, text: target.value })}
          className={TEXT_AREA}
        />
      )}
    </Field>
  );
}
