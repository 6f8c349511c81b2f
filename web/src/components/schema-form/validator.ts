import type { JsonObject } from '@client';
import type { ErrorSchema, RJSFSchema, RJSFValidationError, ValidatorType } from '@rjsf/utils';
import { checkValue } from './check-value';
import { toErrorTree } from './pointer';

/** The form library's validator over {@link checkValue}; what the API finds is shown beside it. */
export const validator: ValidatorType<unknown, RJSFSchema> = {
  validateFormData(value, schema) {
    const mistakes = checkValue(schema as JsonObject, value);
    return {
      errors: mistakes.map(
        ({ path, message, code }): RJSFValidationError => ({ name: code, property: path, message, stack: `${path} ${message}` }),
      ),
      errorSchema: toErrorTree(mistakes, '') as ErrorSchema<unknown>,
    };
  },
  isValid: (schema, value) => checkValue(schema as JsonObject, value).length === 0,
  rawValidation: (schema, value) => ({ errors: checkValue(schema as JsonObject, value) as never[] }),
};
