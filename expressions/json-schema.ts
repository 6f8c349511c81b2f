import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Json } from '../contracts/json';
import { toJsonPointer } from '../contracts/json-pointer';
import type { ProblemDetail } from '../contracts/problem';
import { cutText } from '../contracts/text';
import { TookTooLong, withinTime } from './within-time';

type Schema = Record<string, unknown>;

const LARGEST_SCHEMA = 64 * 1024;
const LONGEST_COMPILE_MS = 1_000;
const LONGEST_VALIDATION_MS = 250;
const MOST_MISTAKES = 50;
const COMPILED_KEPT = 100;
/** UTF-16 units of the mistakes that a model is told. */
const LONGEST_REPORT = 500;
const TOO_SLOW = 'Checking this value against its schema takes too long; simplify its patterns';

const compiled = new Map<string, ValidateFunction>();

/** The mistakes of a JSON Schema at `path` in a body; none when values can be validated against it. */
export function checkSchema(schema: Schema, path: string): ProblemDetail[] {
  const text = JSON.stringify(schema);
  if (text.length > LARGEST_SCHEMA) {
    return [{ path, code: 'schema_too_large', message: `A schema may have at most ${LARGEST_SCHEMA} characters` }];
  }
  if (text.includes('"$async"')) return [{ path, code: 'invalid_schema', message: 'Remove $async' }];
  try {
    const ajv = createAjv(schema);
    if (!ajv.validateSchema(schema)) return toDetails(ajv.errors ?? [], path).map((detail) => ({ ...detail, code: 'invalid_schema' }));
    compile(schema);
    return [];
  } catch (error) {
    return [{ path, code: 'invalid_schema', message: error instanceof Error ? error.message : String(error) }];
  }
}

/** The mistakes of a value at `path` in a body, by a schema that {@link checkSchema} found good. */
export function validateValue(schema: Schema, value: Json, path: string): ProblemDetail[] {
  const errors = findErrors(schema, value);
  return errors === 'tooSlow' ? [{ path, code: 'too_slow', message: TOO_SLOW }] : toDetails(errors, path);
}

/** Null when a value fits; else what is wrong, for a model to read. `name` stands for the value. */
export function describeMistakes(schema: Schema, value: Json, name: string): string | null {
  const errors = findErrors(schema, value);
  if (errors === 'tooSlow') return TOO_SLOW;
  if (errors.length === 0) return null;
  return cutText(errors.map(({ instancePath, message }) => `${name}${instancePath} ${message}`).join(', '), LONGEST_REPORT);
}

/** A schema may hold a pattern that backtracks for ever, so all of it is bounded. */
function findErrors(schema: Schema, value: Json): ErrorObject[] | 'tooSlow' {
  try {
    const validate = compile(schema);
    return withinTime(LONGEST_VALIDATION_MS, () => validate(value)) ? [] : (validate.errors ?? []);
  } catch (error) {
    if (error instanceof TookTooLong) return 'tooSlow';
    throw error;
  }
}

function compile(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const validate = withinTime(LONGEST_COMPILE_MS, () => createAjv(schema).compile(schema));
  const [oldest] = compiled.keys();
  if (compiled.size >= COMPILED_KEPT && oldest !== undefined) compiled.delete(oldest);
  compiled.set(text, validate);
  return validate;
}

/** One for each schema, so that the `$id` of one is unknown to the other. */
function createAjv({ $schema }: Schema): Ajv {
  const options = { strict: false, allErrors: true, logger: false } as const;
  const ajv = typeof $schema === 'string' && $schema.includes('2020-12') ? new Ajv2020(options) : new Ajv(options);
  addFormats(ajv);
  return ajv;
}

function toDetails(errors: ErrorObject[], path: string): ProblemDetail[] {
  return errors.slice(0, MOST_MISTAKES).map(({ instancePath, keyword, params, message }) => {
    const name: unknown = params.missingProperty ?? params.additionalProperty;
    return {
      path: `${path}${instancePath}${typeof name === 'string' ? toJsonPointer([name]) : ''}`,
      code: keyword === 'additionalProperties' ? 'unknown_field' : toSnakeCase(keyword),
      message: message ?? 'does not fit the schema',
    };
  });
}

function toSnakeCase(keyword: string): string {
  return keyword.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
