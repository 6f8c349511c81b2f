import type { ZodType, z } from 'zod';
import type { Json } from '../contracts/json';
import { toJsonPointer } from '../contracts/json-pointer';
import { Problem, type ProblemDetail } from '../contracts/problem';
import type { Route } from '../contracts/routes';
import { isText } from './parse-json';

const MOST_MISTAKES = 50;

interface RawRequest {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: Json | undefined;
}

export interface ParsedRequest {
  params: unknown;
  query: unknown;
  body: unknown;
}

/**
 * Checks a request against its route's schemas. Throws `not_found`, `invalid_query`, `invalid_cursor`, `unknown_field`
 * or `invalid_body`.
 */
export function parseRequest(route: Route, request: RawRequest): ParsedRequest {
  return {
    params: parseParams(route.params, request.params),
    query: parseQuery(route.query, request.query),
    body: parseBody(route, request.body),
  };
}

/** An id that cannot be one belongs to nothing. */
function parseParams(schema: ZodType | undefined, params: Record<string, unknown>): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(params);
  if (!parsed.success || Object.values(params).some((value) => !isText(String(value)))) {
    throw new Problem('not_found', 'Nothing has this id');
  }
  return parsed.data;
}

function parseQuery(schema: ZodType | undefined, query: Record<string, unknown>): unknown {
  const broken = Object.entries(query).find(([name, value]) => !isText(name) || ![value].flat().every((text) => isText(String(text))));
  if (broken !== undefined) throw toQueryProblem([broken[0]], 'NUL is not allowed in a query');
  if (schema === undefined) {
    const [unknown] = Object.keys(query);
    if (unknown !== undefined) throw new Problem('invalid_query', 'This endpoint takes no query parameters');
    return undefined;
  }
  const parsed = schema.safeParse({ ...query });
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path: [name] }) => name);
  throw toQueryProblem(wrong, 'Correct the query parameters listed in errors', { errors: toDetails(parsed.error, query) });
}

/** A cursor that no list can have given is a bad cursor like any other (contract §2). */
function toQueryProblem(wrong: (PropertyKey | undefined)[], detail: string, more: { errors?: ProblemDetail[] } = {}): Problem {
  const onlyCursor = wrong.every((name) => name === 'cursor');
  return onlyCursor ? new Problem('invalid_cursor', 'Begin again without a cursor', more) : new Problem('invalid_query', detail, more);
}

function parseBody(route: Route, body: Json | undefined): unknown {
  if (route.body === undefined) return undefined;
  const given = withoutIgnored(body, route.ignores ?? []);
  const parsed = route.body.safeParse(given);
  if (parsed.success) return parsed.data;
  if (given === undefined) throw new Problem('invalid_body', 'Send a JSON object as the body');
  const errors = toDetails(parsed.error, given);
  const onlyUnknown = errors.every(({ code }) => code === 'unknown_field');
  throw new Problem(onlyUnknown ? 'unknown_field' : 'invalid_body', 'Correct the places listed in errors', { errors });
}

function withoutIgnored(body: Json | undefined, ignored: readonly string[]): Json | undefined {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !ignored.includes(name)));
}

/** Each mistake of a body with its place. */
export function toDetails(error: z.ZodError, body: unknown): ProblemDetail[] {
  return error.issues.flatMap((issue) => toDetail(issue, body)).slice(0, MOST_MISTAKES);
}

function toDetail(issue: z.core.$ZodIssue, body: unknown): ProblemDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: toJsonPointer([...issue.path, key]),
      code: 'unknown_field',
      message: 'This field is not known here; remove it',
    }));
  }
  const path = toJsonPointer(issue.path);
  if (valueAt(body, issue.path) === undefined) return [{ path, code: 'required', message: 'This field is required' }];
  return [{ path, code: issue.code, message: issue.code === 'invalid_union' ? describeChoices(issue) : issue.message }];
}

/** Why none of the forms that are allowed fits. */
function describeChoices({ errors, message }: z.core.$ZodIssueInvalidUnion): string {
  return errors.flatMap(([first]) => first?.message ?? []).join('; or ') || message;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], body);
}
