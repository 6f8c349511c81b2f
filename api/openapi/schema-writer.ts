import { z } from 'zod';
import type { Json, JsonObject } from '../../contracts/json';
import { INPUTS, OUTPUTS } from './named-schemas';

const ANY_JSON = 'Json';
const COMPONENTS = '#/components/schemas/';

/** Writes zod schemas as JSON Schemas of an OpenAPI 3.1 document; what has a name is written once, as a component. */
export interface SchemaWriter {
  /** Of something that a caller sends. */
  input(schema: z.ZodType): JsonObject;
  /** Of an answer; it may get more fields in a later version, so none is forbidden. */
  output(schema: z.ZodType): JsonObject;
  /** Every component that was named so far. */
  components(): Record<string, JsonObject>;
}

export function createSchemaWriter(): SchemaWriter {
  const components: Record<string, JsonObject> = {};

  function write(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    const written = z.toJSONSchema(schema, { io, metadata: io === 'input' ? INPUTS : OUTPUTS, unrepresentable: 'any' });
    const { $defs = {}, $schema: _dialect, ...rest } = written as unknown as JsonObject;
    for (const [name, definition] of Object.entries($defs as Record<string, JsonObject>)) {
      components[toName(name, definition)] ??= tidy(definition, io);
    }
    return tidy(rest, io);
  }

  return {
    input: (schema) => write(schema, 'input'),
    output: (schema) => write(schema, 'output'),
    components: () => components,
  };
}

/** Only what has no name of ours and refers to itself gets one of zod's; of that kind there is one, any JSON value. */
function toName(name: string, definition: JsonObject): string {
  if (!name.startsWith('__')) return name;
  const types = Array.isArray(definition.anyOf) ? definition.anyOf.map((one) => (one as JsonObject).type) : [];
  if (types.join() !== 'string,number,boolean,null,array,object')
    throw new Error('A recursive schema has no name; add it to named-schemas.ts');
  return ANY_JSON;
}

/** Without what says nothing to a reader: bounds of every integer, the pattern of a time, the type of a name. */
function tidy(schema: JsonObject, io: 'input' | 'output'): JsonObject {
  const kept = Object.entries(schema).filter(([keyword, given]) => {
    if (keyword === 'pattern') return schema.format !== 'date-time';
    if (keyword === 'minimum' || keyword === 'maximum') return Math.abs(Number(given)) !== Number.MAX_SAFE_INTEGER;
    if (keyword === 'propertyNames') return JSON.stringify(given) !== '{"type":"string"}';
    return keyword !== 'id' && !(io === 'output' && keyword === 'additionalProperties' && given === false);
  });
  return Object.fromEntries(kept.map(([keyword, given]) => [keyword, tidyKeyword(keyword, given, io)]));
}

/** Only some keywords hold schemas; the rest are values, whatever they look like. */
function tidyKeyword(keyword: string, given: Json, io: 'input' | 'output'): Json {
  const within = (inner: Json): Json => (isObject(inner) ? tidy(inner, io) : inner);
  switch (keyword) {
    case '$ref':
      return toReference(String(given));
    case 'properties':
      return Object.fromEntries(Object.entries(given as JsonObject).map(([name, inner]) => [name, within(inner)]));
    case 'items':
    case 'additionalProperties':
    case 'propertyNames':
      return within(given);
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
      return (given as Json[]).map(within);
    default:
      return given;
  }
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function toReference(reference: string): string {
  const name = reference.replace('#/$defs/', '');
  return `${COMPONENTS}${name.startsWith('__') ? ANY_JSON : name}`;
}
