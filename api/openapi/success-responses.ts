import type { z } from 'zod';
import { agent, workflow } from '../../contracts/entities';
import type { Json, JsonObject } from '../../contracts/json';
import { bytes } from '../../contracts/route';
import type { Route, RouteName } from '../../contracts/routes';
import { EXAMPLES } from './examples';
import type { SchemaWriter } from './schema-writer';

/** The answers of a route that are no problems, by status. */
export function toSuccessResponses(name: RouteName, route: Route, writer: SchemaWriter): Record<string, JsonObject> {
  const { response, also = {} }: { response: unknown; also?: Record<number, unknown> } = EXAMPLES[name];
  const others = Object.entries(route.also ?? {}).map(([status, schema]) => [
    status,
    { description: DESCRIPTIONS[Number(status)] ?? 'Also', content: toJsonContent(schema, writer, also[Number(status)]) },
  ]);
  return {
    [route.status]: {
      description: DESCRIPTIONS[route.status] ?? 'Done',
      headers: toHeaders(name, route),
      ...toContent(route, writer, response as Json | undefined),
    },
    ...Object.fromEntries(others),
    ...(route.stream !== undefined && { 204: { description: 'The client has the whole feed of an execution that has ended' } }),
  };
}

const DESCRIPTIONS: Record<number, string> = {
  200: 'The answer',
  201: 'It was created',
  202: 'It was accepted and is durable',
  204: 'It is done',
  503: 'Something is missing',
};

function toContent(route: Route, writer: SchemaWriter, example: Json | undefined): JsonObject {
  if (route.status === 204) return {};
  if (route.response === bytes) return { content: { 'application/octet-stream': {} } };
  return {
    content: {
      ...(route.stream === 'always' ? {} : toJsonContent(route.response, writer, example)),
      ...(route.stream !== undefined && { 'text/event-stream': STREAM }),
    },
  };
}

function toJsonContent(schema: z.ZodType, writer: SchemaWriter, example: unknown): JsonObject {
  return { 'application/json': { schema: writer.output(schema), ...(example !== undefined && { example: example as Json }) } };
}

const STREAM: JsonObject = {
  schema: { type: 'string', description: 'Events with a `FeedEvent` as data; `event: delta` has an `AgentDelta` and no id' },
  example:
    'id: 1\nevent: executionStarted\ndata: {"seq":1,"type":"executionStarted","at":"2026-11-24T12:00:00.000Z","executionId":"exe_1","workflowId":null,"workflowRevision":null}\n\n',
};

const text = (description: string): JsonObject => ({ description, schema: { type: 'string' } });

const WITH_LOCATION: readonly RouteName[] = [
  'createAgent',
  'createWorkflow',
  'executeWorkflow',
  'forkExecution',
  'retryExecution',
  'executeAgent',
  'streamAgent',
];

function toHeaders(name: RouteName, route: Route): JsonObject {
  const isEntity = route.response === agent || route.response === workflow;
  return {
    'X-Request-Id': text('Names this request in our log'),
    ...(isEntity && { ETag: text('The quoted revision') }),
    ...(WITH_LOCATION.includes(name) && { Location: text('The address of what was made') }),
    ...(route.method === 'POST' && { 'Idempotent-Replayed': text('`true` when the key was used before and this is its answer') }),
  };
}
