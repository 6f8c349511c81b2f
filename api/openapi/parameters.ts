import type { z } from 'zod';
import type { JsonObject } from '../../contracts/json';
import type { Route } from '../../contracts/routes';
import type { SchemaWriter } from './schema-writer';

/** The parameters of an operation: path, query, and the headers that its form brings. */
export function toParameters(route: Route, writer: SchemaWriter): JsonObject[] {
  return [
    ...fromObject('path', route.params, writer),
    ...fromObject('query', route.query, writer),
    ...(route.conditional === true ? [IF_MATCH] : []),
    ...(route.method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ...(route.waits === true ? [PREFER] : []),
    ...(route.stream === undefined ? [] : [LAST_EVENT_ID]),
  ];
}

function fromObject(place: 'path' | 'query', schema: z.ZodType | undefined, writer: SchemaWriter): JsonObject[] {
  if (schema === undefined) return [];
  const { properties = {} } = writer.input(schema);
  return Object.entries(properties as JsonObject).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: property,
  }));
}

const header = (name: string, schema: JsonObject, description: string, required = false): JsonObject => ({
  name,
  in: 'header',
  required,
  schema,
  description,
});

const IF_MATCH = header(
  'If-Match',
  { type: 'string', examples: ['"3"', '*'] },
  'The `ETag` of the revision that was read, or `*` for whatever stands',
  true,
);
const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  'For 24 hours the same key and body get the same answer, and nothing is done twice',
);
const PREFER = header(
  'Prefer',
  { type: 'string', examples: ['wait=10'] },
  '`wait=<seconds>`: how long to wait for the end, 0 to 300; 60 without',
);
const LAST_EVENT_ID = header(
  'Last-Event-ID',
  { type: 'string', pattern: '^\\d{1,15}$' },
  'Of a stream: the `seq` of the last event that came',
);
