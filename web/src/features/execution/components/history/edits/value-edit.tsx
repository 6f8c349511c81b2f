import type { Json, JsonObject, ProblemDetail } from '@client';
import { useState } from 'react';
import { CodeEditor } from '@/components/code';
import { SchemaForm } from '@/components/schema-form';
import { classes } from '@/lib/classes';
import { readValue, type ValueDraft } from '../../../model/edits/edit-draft';
import { TEXT_AREA, toProblem } from './fields';

type Way = 'form' | 'json' | 'text';

const LABELS: Record<Way, string> = { form: 'Form', json: 'JSON', text: 'Text' };

interface ValueEditProps {
  label: string;
  value: ValueDraft;
  schema: JsonObject | undefined;
  /** Where the value is in the edit, as a pointer. */
  root: string;
  mistakes: readonly ProblemDetail[];
  onChange: (value: ValueDraft) => void;
}

/** Another value: as a form where there is a schema, as JSON, or as a plain text. */
export function ValueEdit({ label, value, schema, root, mistakes, onChange }: ValueEditProps) {
  const parsed = tryRead(value);
  const ways: Way[] = schema === undefined ? ['text', 'json'] : ['form', 'json'];
  const [way, setWay] = useState<Way>(() => (schema !== undefined && parsed !== undefined ? 'form' : value.as));
  const problem = toProblem(mistakes, root);
  const choose = (next: Way) => {
    setWay(next);
    if (next === 'text') onChange({ as: 'text', text: value.text });
    else if (value.as === 'text') onChange({ as: 'json', text: value.text });
  };
  return (
    <div className="space-y-2">
      <fieldset className="flex w-fit rounded-md border border-line p-0.5">
        <legend className="sr-only">How {label} is written</legend>
        {ways.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={way === one}
            disabled={one === 'form' && parsed === undefined}
            title={one === 'form' && parsed === undefined ? 'Mend the JSON first' : undefined}
            onClick={() => choose(one)}
            className={classes(
              'rounded px-2 py-0.5 font-medium text-xs disabled:opacity-50',
              way === one ? 'bg-raised text-ink' : 'text-ink-faint',
            )}
          >
            {LABELS[one]}
          </button>
        ))}
      </fieldset>
      {way === 'form' && schema !== undefined && (
        <SchemaForm
          schema={schema}
          initial={parsed}
          mistakes={mistakes}
          root={root}
          onChange={(changed: Json) => onChange({ as: 'json', text: JSON.stringify(changed, null, 2) })}
        >
          {/* The fork sends it. */}
          <span />
        </SchemaForm>
      )}
      {way === 'json' && (
        <CodeEditor label={label} language="json" value={value.text} onChange={(text) => onChange({ as: 'json', text })} minHeight="5rem" />
      )}
      {way === 'text' && (
        <textarea
          aria-label={label}
          dir="auto"
          rows={6}
          value={value.text}
          onChange={({ target }) => onChange({ as: 'text', text: target.value })}
          className={TEXT_AREA}
        />
      )}
      {way !== 'form' && problem !== undefined && (
        <p role="alert" className="text-bad text-xs">
          {problem}
        </p>
      )}
    </div>
  );
}

function tryRead(value: ValueDraft): Json | undefined {
  try {
    return readValue(value);
  } catch {
    return undefined;
  }
}
