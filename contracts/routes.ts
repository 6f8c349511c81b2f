import { z } from 'zod';
import { LIMIT } from './constants';
import { agent, agentBody, attempt, execution, executionStatus, message, workflow, workflowBody } from './entities';
import type { FeedEvent } from './events';

const params = z.object({ id: z.string().min(1).max(200) });

const page = {
  limit: z.coerce.number().int().min(1).max(LIMIT.pageMax).default(LIMIT.pageDefault),
  cursor: z.string().max(1_000).optional(),
};

const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().optional() });

/** One endpoint. Express, the client's types and the OpenAPI document all come from these entries. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Express notation. */
  path: string;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Fields that the product sets, which a caller may send back and which are ignored. */
  ignores?: readonly string[];
  /** The status of a success, and the shape of its body. */
  status: number;
  response: z.ZodType;
  /** The request needs `If-Match`. */
  conditional?: true;
  /** The endpoint exists only while the product runs on one machine for development. */
  development?: true;
}

const SET_BY_PRODUCT = ['id', 'organizationId', 'revision', 'createdAt', 'updatedAt'] as const;

export const ROUTES = {
  createAgent: {
    method: 'POST',
    path: '/api/v1/agents',
    summary: 'Create an agent',
    body: agentBody,
    ignores: SET_BY_PRODUCT,
    status: 201,
    response: agent,
  },
  listAgents: {
    method: 'GET',
    path: '/api/v1/agents',
    summary: 'List agents',
    query: z.strictObject(page),
    status: 200,
    response: list(agent),
  },
  getAgent: { method: 'GET', path: '/api/v1/agents/:id', summary: 'Get an agent', params, status: 200, response: agent },
  replaceAgent: {
    method: 'PUT',
    path: '/api/v1/agents/:id',
    summary: 'Replace an agent',
    params,
    body: agentBody,
    ignores: SET_BY_PRODUCT,
    conditional: true,
    status: 200,
    response: agent,
  },
  createWorkflow: {
    method: 'POST',
    path: '/api/v1/workflows',
    summary: 'Create a workflow',
    body: workflowBody,
    ignores: SET_BY_PRODUCT,
    status: 201,
    response: workflow,
  },
  listWorkflows: {
    method: 'GET',
    path: '/api/v1/workflows',
    summary: 'List workflows',
    query: z.strictObject(page),
    status: 200,
    response: list(workflow),
  },
  getWorkflow: { method: 'GET', path: '/api/v1/workflows/:id', summary: 'Get a workflow', params, status: 200, response: workflow },
  replaceWorkflow: {
    method: 'PUT',
    path: '/api/v1/workflows/:id',
    summary: 'Replace a workflow',
    params,
    body: workflowBody,
    ignores: SET_BY_PRODUCT,
    conditional: true,
    status: 200,
    response: workflow,
  },
  executeWorkflow: {
    method: 'POST',
    path: '/api/v1/workflows/:id/execute',
    summary: 'Start an execution of the newest revision',
    params,
    body: z.strictObject({ input: z.json().optional() }),
    status: 202,
    response: z.object({ executionId: z.string() }),
  },
  getWorkflowStatus: {
    method: 'GET',
    path: '/api/v1/workflows/:id/status',
    summary: 'The named execution of the workflow, or its newest',
    params,
    query: z.strictObject({ executionId: z.string().min(1).optional() }),
    status: 200,
    response: execution,
  },
  cancelWorkflow: {
    method: 'POST',
    path: '/api/v1/workflows/:id/cancel',
    summary: 'Cancel the named execution of the workflow, or its newest that has not ended',
    params,
    body: z.strictObject({ executionId: z.string().min(1).optional() }).optional(),
    status: 202,
    response: execution,
  },
  listExecutions: {
    method: 'GET',
    path: '/api/v1/executions',
    summary: 'List executions',
    query: z.strictObject({
      ...page,
      workflowId: z.string().min(1).optional(),
      status: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(executionStatus)).optional(),
      startedAfter: z.iso.datetime({ offset: true }).optional(),
      startedBefore: z.iso.datetime({ offset: true }).optional(),
    }),
    status: 200,
    response: list(execution),
  },
  getExecution: { method: 'GET', path: '/api/v1/executions/:id', summary: 'Get an execution', params, status: 200, response: execution },
  cancelExecution: {
    method: 'POST',
    path: '/api/v1/executions/:id/cancel',
    summary: 'Cancel an execution',
    params,
    body: z.strictObject({}).optional(),
    status: 202,
    response: execution,
  },
  listEvents: {
    method: 'GET',
    path: '/api/v1/executions/:id/events',
    summary: 'The feed, from after a seq',
    params,
    query: z.strictObject({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(LIMIT.eventsMax).default(LIMIT.eventsDefault),
    }),
    status: 200,
    response: z.object({ items: z.array(z.custom<FeedEvent>()), lastSeq: z.int(), ended: z.boolean() }),
  },
  listMessages: {
    method: 'GET',
    path: '/api/v1/executions/:id/messages',
    summary: 'Messages of all threads by seq, or of one',
    params,
    query: z.strictObject({ ...page, thread: z.string().min(1).optional() }),
    status: 200,
    response: list(message),
  },
  listAttempts: {
    method: 'GET',
    path: '/api/v1/executions/:id/attempts',
    summary: 'Every attempt of every call, ascending, wasted ones marked',
    params,
    query: z.strictObject(page),
    status: 200,
    response: list(attempt),
  },
  getHealth: {
    method: 'GET',
    path: '/health',
    summary: 'The API process is alive',
    status: 200,
    response: z.object({ status: z.literal('ok') }),
  },
  getReady: {
    method: 'GET',
    path: '/ready',
    summary: 'Engine and stores are reachable',
    status: 200,
    response: z.object({ status: z.enum(['ready', 'unavailable']), missing: z.array(z.string()) }),
  },
  getStudio: {
    method: 'GET',
    path: '/api/v1/studio',
    summary: 'What this installation is: model, Temporal UI, development tools',
    status: 200,
    response: z.object({
      version: z.string(),
      /** The platform default model, `<provider>/<name>`. */
      model: z.string(),
      temporal: z.object({ namespace: z.string(), uiUrl: z.string().nullable() }),
      /** The page may offer "kill the worker". */
      development: z.boolean(),
    }),
  },
  killWorker: {
    method: 'POST',
    path: '/api/v1/development/kill-worker',
    summary: 'Kill the worker process with SIGKILL; the supervisor starts another',
    body: z.strictObject({}).optional(),
    status: 202,
    response: z.object({ pid: z.int() }),
    development: true,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
type Definition<N extends RouteName> = (typeof ROUTES)[N];
type Input<T> = T extends z.ZodType ? z.input<T> : undefined;
type Output<T> = T extends z.ZodType ? z.output<T> : undefined;
type Part<N extends RouteName, K extends string> = K extends keyof Definition<N> ? Definition<N>[K] : undefined;

/** What a handler gets: parsed and with defaults. */
export interface RouteRequest<N extends RouteName> {
  params: Output<Part<N, 'params'>>;
  query: Output<Part<N, 'query'>>;
  body: Output<Part<N, 'body'>>;
}

/** What a client sends. */
export interface RouteCall<N extends RouteName> {
  params?: Input<Part<N, 'params'>>;
  query?: Input<Part<N, 'query'>>;
  body?: Input<Part<N, 'body'>>;
}

export type RouteResponse<N extends RouteName> = Output<Part<N, 'response'>>;
