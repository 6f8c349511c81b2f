import type { JsonObject, ProblemDetail } from '@client';

/**
 * The plain mistakes of a value by its schema: types, required fields, choices and sizes. Quick help while typing and
 * no more: it compiles nothing (the page's policy forbids `eval`), and the API checks the whole schema when it gets
 * the value. What it does not know it lets pass.
 */
export function checkValue(schema: JsonObject, value: unknown, path = ''): ProblemDetail[] {
  const mistake = (code: string, message: string): ProblemDetail[] => [{ path, code, message }];
  if (value === undefined) return [];
  // What the form has for an entry that nobody has filled in.
  if (value === null && !fitsType(schema.type, null)) return mistake('required', 'this field is required');
  if (!fitsType(schema.type, value)) return mistake('type', `must be ${toTypeText(schema.type)}`);
  if (schema.const !== undefined && !isEqual(schema.const, value)) return mistake('const', `must be ${JSON.stringify(schema.const)}`);
  if (Array.isArray(schema.enum) && !schema.enum.some((choice) => isEqual(choice, value)))
    return mistake('enum', 'must be one of the choices');
  if (typeof value === 'string') return checkSize(schema, 'Length', Array.from(value).length, 'characters', path);
  if (typeof value === 'number') return checkSize(schema, 'imum', value, '', path);
  if (Array.isArray(value)) {
    const items = isObject(schema.items) ? schema.items : {};
    return [
      ...checkSize(schema, 'Items', value.length, 'entries', path),
      ...value.flatMap((item, index) => checkValue(items, item, `${path}/${index}`)),
    ];
  }
  return isObject(value) ? checkObject(schema, value, path) : [];
}

function checkObject(schema: JsonObject, value: Record<string, unknown>, path: string): ProblemDetail[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const missing = required.filter((name) => typeof name === 'string' && value[name] === undefined);
  return [
    ...missing.map((name) => ({ path: `${path}/${toPointerPart(String(name))}`, code: 'required', message: 'this field is required' })),
    ...Object.entries(properties).flatMap(([name, inner]) =>
      isObject(inner) ? checkValue(inner as JsonObject, value[name], `${path}/${toPointerPart(name)}`) : [],
    ),
  ];
}

function checkSize(schema: JsonObject, keyword: 'Length' | 'Items' | 'imum', size: number, unit: string, path: string): ProblemDetail[] {
  const [least, most] = [schema[`min${keyword}`], schema[`max${keyword}`]];
  if (typeof least === 'number' && size < least)
    return [{ path, code: `min${keyword}`, message: `must be at least ${least} ${unit}`.trim() }];
  if (typeof most === 'number' && size > most) return [{ path, code: `max${keyword}`, message: `must be at most ${most} ${unit}`.trim() }];
  return [];
}

function fitsType(type: unknown, value: unknown): boolean {
  if (Array.isArray(type)) return type.some((one) => fitsType(one, value));
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}

const TYPE_TEXTS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'an object',
  null: 'nothing',
};

function toTypeText(type: unknown): string {
  return (Array.isArray(type) ? type : [type]).map((one) => TYPE_TEXTS[String(one)] ?? String(one)).join(' or ');
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function toPointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
