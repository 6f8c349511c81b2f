import type { Json, JsonObject, ProblemDetail } from '@client';
import { Field } from '@/components/field';
import { SchemaForm } from '@/components/schema-form';
import type { DraftOf } from '../../../model/edits/edit-draft';
import { TEXT_AREA, toProblem } from './fields';

const CHOICES = [
  { decision: 'approve', label: 'Approve' },
  { decision: 'reject', label: 'Reject' },
] as const;

interface AnswerEditProps {
  draft: DraftOf<'answer'>;
  /** Of the form that is asked for. */
  schema: JsonObject | undefined;
  mistakes: readonly ProblemDetail[];
  onChange: (draft: DraftOf<'answer'>) => void;
}

/** Another answer of a person: yes or no, a comment, the form. */
export function AnswerEdit({ draft, schema, mistakes, onChange }: AnswerEditProps) {
  return (
    <div className="space-y-4">
      <fieldset className="flex flex-wrap gap-4 text-[0.8125rem]">
        <legend className="mb-1.5 font-medium">Decision</legend>
        {CHOICES.map(({ decision, label }) => (
          <label key={decision} className="flex items-center gap-2">
            <input
              type="radio"
              name={`decision of ${draft.target}`}
              checked={draft.decision === decision}
              onChange={() => onChange({ ...draft, decision })}
              className="size-4 accent-accent"
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Field label="Comment" hint="The agents may read it." problem={toProblem(mistakes, '/comment')}>
        {(ids) => (
          <textarea
            {...ids}
            dir="auto"
            rows={2}
            value={draft.comment}
            onChange={({ target }) => onChange({ ...draft, comment: target.value })}
            className={TEXT_AREA}
          />
        )}
      </Field>
      {schema !== undefined && draft.decision === 'approve' && (
        <SchemaForm
          schema={schema}
          initial={draft.form}
          mistakes={mistakes}
          root="/form"
          onChange={(form: Json) => onChange({ ...draft, form })}
        >
          {/* The fork sends it. */}
          <span />
        </SchemaForm>
      )}
    </div>
  );
}
