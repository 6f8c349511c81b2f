import type { Json, JsonObject, ProblemDetail } from '@client';
import Form from '@rjsf/core';
import type { ErrorSchema, RJSFSchema } from '@rjsf/utils';
import { useMemo, useState } from 'react';
import { toErrorTree } from '../form/pointer';
import '../form/schema-form.css';
import { AddButton, ArrayFieldItemTemplate, FieldTemplate, NoFieldErrors } from '../form/templates';
import { toUiSchema } from '../form/to-ui-schema';
import { validator } from '../form/validator';
import { StartButton } from './start-button';

const TEMPLATES = { FieldTemplate, ArrayFieldItemTemplate, FieldErrorTemplate: NoFieldErrors, ButtonTemplates: { AddButton } };

interface SchemaFormProps {
  schema: JsonObject;
  busy: boolean;
  /** What the API found in the last try; pointers begin with `/input`. */
  mistakes: readonly ProblemDetail[];
  onStart: (input: Json) => void;
}

/** A form made from a workflow's input schema. Loaded when a workflow has one. */
export default function SchemaForm({ schema, busy, mistakes, onStart }: SchemaFormProps) {
  const [value, setValue] = useState<unknown>(undefined);
  const extraErrors = useMemo(() => toErrorTree(mistakes, '/input') as ErrorSchema<unknown>, [mistakes]);
  const uiSchema = useMemo(() => toUiSchema(schema), [schema]);
  return (
    <Form
      className="schema-form space-y-4"
      schema={schema as RJSFSchema}
      uiSchema={uiSchema}
      validator={validator}
      templates={TEMPLATES}
      formData={value}
      extraErrors={extraErrors}
      // What the API said is about the last try, so it does not keep the next one back.
      extraErrorsBlockSubmit={false}
      showErrorList={false}
      noHtml5Validate
      focusOnFirstError
      onChange={({ formData }) => setValue(formData)}
      // Each mistake stands at its field; without this the library also prints them to the console.
      onError={() => undefined}
      onSubmit={({ formData }) => onStart((formData ?? {}) as Json)}
    >
      <StartButton busy={busy} />
    </Form>
  );
}
