import fc from 'fast-check';
import type { Json, JsonObject } from '../../../contracts/json';
import { DOCUMENT } from './document';

const DEEPEST = 3;
const TIME = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString());

/** Any JSON, also such as no schema of ours wants. */
export const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

/** Values that fit a schema of the document, as far as it says. */
export function fromSchema(schema: JsonObject, depth = 0): fc.Arbitrary<Json> {
  if (typeof schema.$ref === 'string') return fromSchema(resolve(schema.$ref), depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const as Json);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]));
  const choices = schema.anyOf ?? (schema.type === undefined ? schema.oneOf : undefined);
  if (Array.isArray(choices)) return fc.oneof(...shallow(choices as JsonObject[], depth).map((choice) => fromSchema(choice, depth)));
  switch (schema.type) {
    case 'string':
      return fromString(schema);
    case 'integer':
      return fc.integer({ min: Number(schema.minimum ?? -1e9), max: Number(schema.maximum ?? 1e9) });
    case 'number':
      return fc.double({ min: Number(schema.minimum ?? -1e9), max: Number(schema.maximum ?? 1e9), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fromSchema(schema.items as JsonObject, depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: depth > DEEPEST ? Number(schema.minItems ?? 0) : 3,
      });
    case 'object':
      return fromObject(schema, depth);
    default:
      return anyJson;
  }
}

/** Deep down only what needs nothing below it, so that a recursive schema comes to an end. */
function shallow(choices: JsonObject[], depth: number): JsonObject[] {
  if (depth <= DEEPEST) return choices;
  const leaves = choices.filter((choice) => !JSON.stringify(choice).includes('$ref'));
  return leaves.length > 0 ? leaves : choices.slice(0, 1);
}

function fromString({ pattern, format, minLength, maxLength }: JsonObject): fc.Arbitrary<string> {
  if (format === 'date-time') return TIME;
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern), { maxLength: 80 } as never);
  return fc.string({ unit: 'grapheme', minLength: Number(minLength ?? 0), maxLength: Math.min(Number(maxLength ?? 60), 60) });
}

function fromObject({ properties = {}, required = [], additionalProperties }: JsonObject, depth: number): fc.Arbitrary<Json> {
  const named = Object.entries(properties as Record<string, JsonObject>);
  const needed = required as string[];
  const kept = depth > DEEPEST ? named.filter(([name]) => needed.includes(name)) : named;
  const known = fc.record(Object.fromEntries(kept.map(([name, property]) => [name, fromSchema(property, depth + 1)])), {
    requiredKeys: needed.filter((name) => kept.some(([one]) => one === name)),
  });
  if (additionalProperties === null || typeof additionalProperties !== 'object') return known as fc.Arbitrary<Json>;
  const others = fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fromSchema(additionalProperties as JsonObject, depth + 1), {
    maxKeys: depth > DEEPEST ? 0 : 3,
    noNullPrototype: true,
  });
  return fc.tuple(others, known).map(([a, b]) => ({ ...a, ...b }) as Json);
}

function resolve(reference: string): JsonObject {
  const { schemas } = DOCUMENT.components as { schemas: Record<string, JsonObject> };
  const found = schemas[reference.replace('#/components/schemas/', '')];
  if (found === undefined) throw new Error(`The document has no ${reference}`);
  return found;
}
