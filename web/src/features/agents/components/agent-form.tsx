import type { ProblemDetail } from '@client';
import { CodeEditor } from '@/components/code';
import { Field, INPUT } from '@/components/field';
import { ModelFields } from '@/components/model-fields';
import { type Draft, withField } from '../model/draft';
import { LimitFields } from './limit-fields';
import { OutputField } from './output-field';
import { ToolPicker } from './tool-picker';

interface AgentFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** What the API found wrong. */
  mistakes: readonly ProblemDetail[];
}

/** Everything that people set of an agent; what the form does not know is kept as it is. */
export function AgentForm({ draft, onChange, mistakes }: AgentFormProps) {
  const problemAt = (pointer: string) => mistakes.find(({ path }) => path === pointer || path.startsWith(`${pointer}/`))?.message;
  return (
    <div className="space-y-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" problem={problemAt('/name')}>
          {(ids) => (
            <input
              {...ids}
              className={INPUT}
              required
              value={draft.name}
              onChange={({ target }) => onChange({ ...draft, name: target.value })}
            />
          )}
        </Field>
        <Field label="Description" hint="For people who choose it." problem={problemAt('/description')}>
          {(ids) => (
            <input
              {...ids}
              className={INPUT}
              value={draft.description ?? ''}
              onChange={({ target }) => onChange({ ...draft, description: target.value })}
            />
          )}
        </Field>
      </div>
      <div>
        <p className="mb-1.5 font-medium text-[0.8125rem]">Instructions</p>
        <CodeEditor
          label="Instructions"
          language="text"
          value={draft.instructions}
          onChange={(instructions) => onChange({ ...draft, instructions })}
          placeholder="Who is it, what does it do, and how does it answer?"
          minHeight="12rem"
        />
        <p className="mt-1 text-ink-faint text-xs">
          The model reads them before every call, as they stand here: templates are for the <code>input</code> of a step. Besides them it
          sees the input of its step, or in a chat the others' messages, each with its speaker's id, and the tools chosen below.
        </p>
        {problemAt('/instructions') !== undefined && <p className="mt-1 text-bad text-xs">{problemAt('/instructions')}</p>}
      </div>
      <ModelFields
        optional
        model={draft.model}
        onChange={(model) => onChange(withField(draft, 'model', model))}
        problemAt={problemAt}
        needs={{ tools: (draft.tools ?? []).length > 0, schema: draft.output !== undefined }}
      />
      <ToolPicker chosen={draft.tools ?? []} onChange={(tools) => onChange({ ...draft, tools })} problem={problemAt('/tools')} />
      <LimitFields draft={draft} onChange={onChange} problemAt={problemAt} />
      <OutputField draft={draft} onChange={onChange} problem={problemAt('/output')} />
    </div>
  );
}
