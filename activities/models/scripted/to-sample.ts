import type { Json, JsonObject } from '../../../contracts/json';
import { toMentioned } from './to-choice';

/** Levels below which a recursive schema gets null. */
const DEEPEST = 12;

/** Characters of a string that the schema leaves free. */
const LONGEST_TEXT = 80;

const FORMATS: Record<string, string> = {
  'date-time': '2026-01-01T12:00:00Z',
  date: '2026-01-01',
  time: '12:00:00Z',
  email: 'demo@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** Names of numbers that say how good something is, and of booleans that say whether it is good enough. */
const SCORES = /score|rating|grade|quality/i;
const VERDICTS = /done|approved|accepted|good|ready|final/i;

/** What a sample is about. */
export interface Subject {
  /** Strings are made of it. */
  topic: string;
  /** An enum gives the value that it mentions. */
  text?: string;
  /** The higher, the better the grades of what is judged: from the second on they are good. */
  version?: number;
}

/**
 * A value that fits a JSON Schema, the same for the same schema and subject: strings are made of the topic, numbers are
 * the smallest allowed but for grades, enums give what is mentioned or their first value, objects get what is required
 * (or, when nothing is, their first property). `pattern`, `not` and conditions are not looked at.
 */
export function toSample(schema: JsonObject, { topic, text = topic, version = 2 }: Subject): Json {
  return sample(schema, { root: schema, topic, text, version, depth: 0, name: '' });
}

interface Context extends Required<Subject> {
  root: JsonObject;
  depth: number;
  /** Of the property. */
  name: string;
}

function sample(given: Json | undefined, context: Context): Json {
  if (!isObject(given) || context.depth > DEEPEST) return null;
  const schema = flatten(given, context.root);
  if (schema.const !== undefined) return schema.const;
  for (const choices of [schema.enum, schema.examples])
    if (Array.isArray(choices) && choices.length > 0) return toMentioned(choices, context.text, String) ?? null;
  if (schema.default !== undefined) return schema.default;
  const inner = { ...context, depth: context.depth + 1 };
  for (const ways of [schema.anyOf, schema.oneOf])
    if (Array.isArray(ways)) return sample({ ...without(schema), ...asObject(ways[0]) }, inner);
  switch (toType(schema)) {
    case 'object':
      return sampleObject(schema, inner);
    case 'array':
      return sampleArray(schema, inner);
    case 'string':
      return sampleString(schema, context.topic);
    case 'integer':
    case 'number':
      return SCORES.test(context.name) ? sampleGrade(schema, context.version) : sampleNumber(schema);
    case 'boolean':
      return !VERDICTS.test(context.name) || context.version >= 2;
    default:
      return null;
  }
}

function sampleObject(schema: JsonObject, context: Context): JsonObject {
  const properties = asObject(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required.filter((name): name is string => typeof name === 'string') : [];
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, sample(properties[name] ?? { type: 'string' }, { ...context, name })]));
}

/** The items of a list of several are numbered, so that no two are the same. */
function sampleArray(schema: JsonObject, context: Context): Json[] {
  const length = count(schema.minItems) ?? (count(schema.maxItems) === 0 ? 0 : 1);
  const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  return Array.from({ length }, (_, at) => {
    const topic = length > 1 ? `Part ${at + 1} of ${context.topic}` : context.topic;
    return sample(first[at] ?? schema.items ?? {}, { ...context, topic });
  });
}

/** Six tenths of the way up for the first version, eight for the second, then all of it. */
function sampleGrade(schema: JsonObject, version: number): number {
  const lowest = toNumber(schema.minimum) ?? 0;
  const highest = toNumber(schema.maximum) ?? Math.max(lowest, 10);
  const grade = lowest + (highest - lowest) * Math.min(1, 0.4 + 0.2 * version);
  return sampleNumber({ ...schema, minimum: toType(schema) === 'integer' ? Math.round(grade) : grade, maximum: highest });
}

function sampleString(schema: JsonObject, text: string): string {
  const format = typeof schema.format === 'string' ? FORMATS[schema.format] : undefined;
  const longest = Math.min(count(schema.maxLength) ?? LONGEST_TEXT, Math.max(LONGEST_TEXT, count(schema.minLength) ?? 0));
  return (
    format ??
    [...text]
      .slice(0, longest)
      .join('')
      .trim()
      .padEnd(count(schema.minLength) ?? 0, '.')
  );
}

/** The smallest allowed value that is not below 1 when nothing asks for less. */
function sampleNumber(schema: JsonObject): number {
  const isInteger = toType(schema) === 'integer';
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : isInteger ? 1 : 0;
  const above = toNumber(schema.exclusiveMinimum);
  const below = toNumber(schema.exclusiveMaximum);
  const lowest = Math.max(
    toNumber(schema.minimum) ?? -Infinity,
    above === undefined ? -Infinity : above + (step || Math.min(1, (below ?? above + 2) - above) / 2),
  );
  const highest = Math.min(toNumber(schema.maximum) ?? Infinity, below === undefined ? Infinity : below - (step || 1e-9));
  const wanted = lowest > -Infinity ? lowest : Math.min(1, highest);
  if (step === 0) return wanted;
  const rounded = Math.ceil(wanted / step) * step;
  return rounded <= highest ? rounded : Math.floor(highest / step) * step;
}

/** The schema with a local `$ref` followed and `allOf` taken in. */
function flatten(schema: JsonObject, root: JsonObject, depth = 0): JsonObject {
  if (depth > DEEPEST) return {};
  const { $ref: ref, allOf, ...own } = schema;
  const parts = [...(typeof ref === 'string' ? [asObject(lookUp(ref, root))] : []), ...(Array.isArray(allOf) ? allOf.map(asObject) : [])];
  return parts.map((part) => flatten(part, root, depth + 1)).reduce<JsonObject>(merge, own);
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const required = [...(Array.isArray(one.required) ? one.required : []), ...(Array.isArray(other.required) ? other.required : [])];
  return {
    ...other,
    ...one,
    ...((one.properties || other.properties) && { properties: { ...asObject(other.properties), ...asObject(one.properties) } }),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

function lookUp(ref: string, root: JsonObject): Json | undefined {
  if (!ref.startsWith('#')) return undefined;
  const names = ref
    .slice(1)
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce<Json | undefined>((value, name) => asObject(value)[name], root);
}

function toType(schema: JsonObject): string | undefined {
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  if (typeof type === 'string') return type;
  if (schema.properties !== undefined || schema.required !== undefined) return 'object';
  return schema.items === undefined ? 'string' : 'array';
}

function without({ anyOf: _anyOf, oneOf: _oneOf, ...rest }: JsonObject): JsonObject {
  return rest;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const toNumber = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const count = (value: Json | undefined): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
