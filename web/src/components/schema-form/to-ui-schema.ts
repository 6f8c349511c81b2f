import type { JsonObject } from '@client';

/** A text that may be longer than this gets more than one line. */
const LONG_TEXT = 200;

export interface UiHints {
  [field: string]: UiHints | string | boolean | undefined;
}

/** Hints for the form library: long texts get a text area, and an empty field shows the schema's first example. */
export function toUiSchema(schema: JsonObject): UiHints {
  const hints: UiHints = {};
  if (isLongText(schema)) hints['ui:widget'] = 'textarea';
  const { properties, items, examples } = schema;
  const [example] = Array.isArray(examples) ? examples : [];
  if (schema.type === 'string' && typeof example === 'string') hints['ui:placeholder'] = `For example: ${example}`;
  if (isObject(properties)) for (const [name, inner] of Object.entries(properties)) if (isObject(inner)) hints[name] = toUiSchema(inner);
  if (isObject(items)) hints.items = toUiSchema(items);
  return hints;
}

function isLongText({ type, maxLength, enum: choices, format }: JsonObject): boolean {
  return type === 'string' && choices === undefined && format === undefined && typeof maxLength === 'number' && maxLength > LONG_TEXT;
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
