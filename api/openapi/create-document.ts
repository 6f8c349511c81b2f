import type { z } from 'zod';
import { agentDelta, feedEvent } from '../../contracts/feed-events';
import type { JsonObject } from '../../contracts/json';
import { ROUTES, type Route, type RouteName } from '../../contracts/routes';
import { EXAMPLES } from './examples';
import { toParameters } from './parameters';
import { PROBLEM_SCHEMA, toProblemResponses } from './problem-responses';
import { createSchemaWriter, type SchemaWriter } from './schema-writer';
import { toSuccessResponses } from './success-responses';

interface DocumentOptions {
  version: string;
  /** With the endpoints that exist only for development. */
  development: boolean;
}

/** The OpenAPI 3.1 document of every route: schemas, examples and every code that it answers. */
export function createDocument({ version, development }: DocumentOptions): JsonObject {
  const writer = createSchemaWriter();
  const paths: Record<string, JsonObject> = {};
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    if (route.development === true && !development) continue;
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(name, route, writer) };
  }
  // Not of any route's JSON, but of the streams.
  for (const schema of [feedEvent, agentDelta] as z.ZodType[]) writer.output(schema);
  return {
    openapi: '3.1.0',
    info: { title: 'Agent Studio', version, description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: { ...writer.components(), Problem: PROBLEM_SCHEMA } },
  };
}

function toOperation(name: RouteName, route: Route, writer: SchemaWriter): JsonObject {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    tags: [toTag(route.path)],
    parameters: toParameters(route, writer),
    ...(route.body !== undefined && { requestBody: toRequestBody(name, route.body, writer) }),
    responses: merge(toSuccessResponses(name, route, writer), toProblemResponses(route)),
  };
}

function toRequestBody(name: RouteName, body: z.ZodType, writer: SchemaWriter): JsonObject {
  const examples = EXAMPLES[name].bodies ?? [];
  return {
    required: !body.safeParse(undefined).success,
    content: {
      'application/json': {
        schema: writer.input(body),
        ...(examples.length > 0 && {
          examples: Object.fromEntries(
            examples.map(({ summary, value }, index) => [`example${index + 1}`, { summary, value: value as JsonObject }]),
          ),
        }),
      },
    },
  };
}

/** A status may be an answer and a problem, by its content type. */
function merge(answers: Record<string, JsonObject>, problems: Record<string, JsonObject>): JsonObject {
  const both = Object.keys(answers).filter((status) => status in problems);
  const merged = both.map((status) => {
    const content = { ...(answers[status]?.content as JsonObject), ...(problems[status]?.content as JsonObject) };
    const description = `${answers[status]?.description}; ${problems[status]?.description}`;
    return [status, { ...answers[status], ...problems[status], description, content }];
  });
  return { ...answers, ...problems, ...Object.fromEntries(merged) };
}

const TAGS = [
  ['agents', 'Definitions of agents, with immutable revisions'],
  ['workflows', 'Definitions of workflows, with immutable revisions, and their executions'],
  ['executions', 'What runs or has run'],
  ['services', 'One agent or one tool without a workflow; models and tools'],
  ['product', 'This installation'],
] as const;

function toTag(path: string): string {
  const known = /^\/api\/v1\/(agents|workflows|executions)(\/|$)/.exec(path)?.[1];
  if (known !== undefined) return known;
  return /^\/(agents|tools|models|api\/v1\/tools)(\/|$)/.test(path) ? 'services' : 'product';
}

const DESCRIPTION = `Build, run and watch workflows of several AI agents that never lose work.

**Errors** are problem details (RFC 9457) with a stable \`code\`; \`errors\` has a JSON Pointer for each mistake in a body. What is no proper HTTP request is answered so too: 400 \`invalid_request\`, 408 \`request_timeout\`, 431 \`headers_too_large\`.

**Idempotency-Key** on any POST: for 24 hours the same key with the same body gets the same answer, with \`Idempotent-Replayed: true\`, and nothing is done twice.

**Lists** are \`{items, nextCursor?}\`; pass \`nextCursor\` as \`cursor\` for the next page. They are stable while things are added.

**Revisions**: \`ETag\` is the quoted revision; PUT and DELETE need \`If-Match\` with it, or \`*\`.

**Live**: server-sent events at \`/api/v1/executions/{id}/events\`, Socket.IO at \`/socket.io\`; docs/realtime.md has both.`;
