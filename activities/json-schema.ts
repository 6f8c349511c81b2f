import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Json, JsonObject } from '../contracts/json';
import { TookTooLong, withinTime } from '../expressions/within-time';

const LONGEST_REPORT = 500;

/** Validates values against JSON Schemas; each schema object is compiled once. */
export interface SchemaValidator {
  /** Null when the value fits; else what is wrong, for a model to read. `name` stands for the value. */
  check(schema: JsonObject, value: Json, name: string): string | null;
}

export function createSchemaValidator(): SchemaValidator {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const compiled = new WeakMap<JsonObject, ValidateFunction>();

  return {
    check(schema, value, name) {
      try {
        // A schema may hold a pattern that backtracks for ever.
        return withinTime(() => {
          const validate = compiled.get(schema) ?? ajv.compile(schema);
          compiled.set(schema, validate);
          return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: name }).slice(0, LONGEST_REPORT);
        });
      } catch (error) {
        if (error instanceof TookTooLong) return `${name} cannot be checked: ${error.message}`;
        throw error;
      }
    },
  };
}
