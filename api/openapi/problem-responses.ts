import type { JsonObject } from '../../contracts/json';
import { PROBLEMS, type ProblemCode } from '../../contracts/problem';
import type { Route } from '../../contracts/routes';
import { problemCodesOf } from './problem-codes';

/** Problem details as every error is answered (RFC 9457). */
export const PROBLEM_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'A URN of the code' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do next' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'JSON Pointer into the body' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
        required: ['path', 'code', 'message'],
      },
    },
    requestId: { type: 'string' },
    workflows: {
      type: 'array',
      items: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } }, required: ['id', 'name'] },
      description: 'Of `in_use`: the live workflows that name it',
    },
    state: { type: 'string', description: 'Of `execution_ended`: the status of the execution' },
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      required: ['code', 'message'],
      description: "Of `tool_failed`: the tool's own error",
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
};

/** The answers of a route that are problems, by status, each with an example of every code. */
export function toProblemResponses(route: Route): Record<string, JsonObject> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodesOf(route)) {
    const [status] = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [String(status), toResponse(status, codes)]));
}

function toResponse(status: number, codes: ProblemCode[]): JsonObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`).join('; '),
    ...(status === 429 || status === 503 ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(codes.map((code) => [code, { value: toExample(code) }])),
      },
    },
  };
}

const RETRY_AFTER: JsonObject = { description: 'Seconds to wait', schema: { type: 'string', pattern: '^\\d+$' } };

function toExample(code: ProblemCode): JsonObject {
  const [status, title] = PROBLEMS[code];
  const extra = EXTRA[code] ?? {};
  return {
    type: `urn:agent-studio:problem:${code}`,
    title,
    status,
    detail: title,
    code,
    ...extra,
    requestId: 'req_01kb0h4m8ze4q9v7x2c5n6t3wa',
  };
}

const EXTRA: Partial<Record<ProblemCode, JsonObject>> = {
  invalid_body: { errors: [{ path: '/name', code: 'required', message: 'This field is required' }] },
  unknown_field: { errors: [{ path: '/colour', code: 'unknown_field', message: 'This field is not known here; remove it' }] },
  invalid_definition: { errors: [{ path: '/root/agent', code: 'unknown_agent', message: 'There is no agent Writer; create it first' }] },
  invalid_input: { errors: [{ path: '/input/topic', code: 'required', message: "must have required property 'topic'" }] },
  in_use: { workflows: [{ id: 'wfl_01kb0h4m8ze4q9v7x2c5n6t3wa', name: 'Article' }] },
  execution_ended: { state: 'completed' },
  tool_failed: { error: { code: 'host_not_allowed', message: 'The host is not allowed' } },
};
