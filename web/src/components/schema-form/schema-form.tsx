import type { Json, JsonObject, ProblemDetail } from '@client';
import Form from '@rjsf/core';
import type { ErrorSchema, RJSFSchema } from '@rjsf/utils';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { toErrorTree } from './pointer';
import './schema-form.css';
import { AddButton, ArrayFieldItemTemplate, FieldTemplate, NoFieldErrors } from './templates';
import { toUiSchema } from './to-ui-schema';
import { validator } from './validator';

const TEMPLATES = { FieldTemplate, ArrayFieldItemTemplate, FieldErrorTemplate: NoFieldErrors, ButtonTemplates: { AddButton } };

interface SchemaFormProps {
  schema: JsonObject;
  /** What it begins with. */
  initial?: Json;
  /** What the API found in the last try; those below the pointer `root` stand at their fields. */
  mistakes: readonly ProblemDetail[];
  root: string;
  onChange?: (value: Json) => void;
  onSubmit?: (value: Json) => void;
  /** What submits it; nothing does when there is something else that sends the value. */
  children: ReactNode;
}

/** A form made from a JSON Schema. Loaded when there is one to show. */
export default function SchemaForm({ schema, initial, mistakes, root, onChange, onSubmit, children }: SchemaFormProps) {
  const [value, setValue] = useState<unknown>(initial);
  const extraErrors = useMemo(() => toErrorTree(mistakes, root) as ErrorSchema<unknown>, [mistakes, root]);
  const uiSchema = useMemo(() => toUiSchema(schema), [schema]);
  // Several forms may be on a page, and labels find their fields by id.
  const idPrefix = useId();
  return (
    <Form
      className="schema-form space-y-4"
      idPrefix={idPrefix}
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
      onChange={({ formData }) => {
        setValue(formData);
        onChange?.((formData ?? {}) as Json);
      }}
      // Each mistake stands at its field; without this the library also prints them to the console.
      onError={() => undefined}
      onSubmit={({ formData }) => onSubmit?.((formData ?? {}) as Json)}
    >
      {children}
    </Form>
  );
}
