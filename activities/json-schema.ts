import type { Json, JsonObject } from '../contracts/json';
import { describeMistakes } from '../expressions/json-schema';

/** Validates values against JSON Schemas. */
export interface SchemaValidator {
  /** Null when the value fits; else what is wrong, for a model to read. `name` stands for the value. */
  check(schema: JsonObject, value: Json, name: string): string | null;
}

export function createSchemaValidator(): SchemaValidator {
  return { check: describeMistakes };
}
