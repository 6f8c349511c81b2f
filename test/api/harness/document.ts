import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { createDocument } from '../../../api/openapi/create-document';
import type { Json, JsonObject } from '../../../contracts/json';
import { bytes, noContent } from '../../../contracts/route';
import { ROUTES, type Route, type RouteName } from '../../../contracts/routes';

export const DOCUMENT = createDocument({ version: '0.0.0', development: true });

interface Media {
  schema?: JsonObject;
  example?: Json;
  examples?: Record<string, { value: Json }>;
}

export interface Operation {
  name: RouteName;
  method: string;
  /** As in the document, `{id}`. */
  path: string;
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonObject }[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

/** Every operation of the document. */
export const OPERATIONS: Operation[] = Object.entries(DOCUMENT.paths as Record<string, Record<string, JsonObject>>).flatMap(
  ([path, item]) =>
    Object.entries(item).map(
      ([method, operation]) => ({ ...operation, name: operation.operationId, method: method.toUpperCase(), path }) as unknown as Operation,
    ),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ ...DOCUMENT, $id: 'document' });
const compiled = new Map<JsonObject, ValidateFunction>();

/** Throws what in a value does not fit a schema of the document. */
export function expectToFit(schema: JsonObject, value: unknown, what: string): void {
  const validate = compiled.get(schema) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')));
  compiled.set(schema, validate);
  if (!validate(value))
    throw new Error(`${what} does not fit: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)?.slice(0, 500)}`);
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: unknown;
}

/** Checks an answer of an endpoint against the document: its status, its content type, its shape, and that it says no more. */
export function checkAnswer(method: string, address: string, answer: Answer): void {
  const operation = findOperation(method, address.split('?')[0] as string);
  if (operation === undefined || method === 'HEAD') return;
  const what = `${method} ${operation.path} ${answer.status}`;
  const described = operation.responses[answer.status];
  if (described === undefined) throw new Error(`${what} is not in the document: ${answer.text.slice(0, 300)}`);
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] as string;
  const media = described.content?.[type];
  const route: Route = ROUTES[operation.name];
  if (answer.status < 400 && (route.response === bytes || type === 'text/event-stream')) return;
  if (answer.status === 204) {
    if (answer.text !== '') throw new Error(`${what} has a body: ${answer.text.slice(0, 300)}`);
    return;
  }
  if (media?.schema === undefined) throw new Error(`${what} has the content type ${type}, which is not in the document`);
  expectToFit(media.schema, answer.body, what);
  const schema = route.also?.[answer.status] ?? (answer.status === route.status ? route.response : undefined);
  if (schema === undefined || schema === noContent) return;
  expect(answer.body).toEqual(schema.parse(answer.body));
}

function findOperation(method: string, path: string): Operation | undefined {
  return OPERATIONS.find((one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));
}
