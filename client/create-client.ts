import type { ApprovalKind, ApprovalStatus } from '../contracts/approvals';
import type { Budget, OrganizationBudget } from '../contracts/budget';
import type { Edit } from '../contracts/edits';
import type { AgentBody, Execution, ExecutionStatus, WorkflowBody } from '../contracts/entities';
import type { FeedEvent } from '../contracts/events';
import type { Json, JsonObject } from '../contracts/json';
import type { RouteCall, RouteName, RouteResponse } from '../contracts/routes';
import { type CallOptions, type ClientOptions, createCall } from './create-call';
import { type AnyPage, type PagedList, toPagedList } from './paged-list';
import { createRunAgent } from './run-agent';
import type { Query } from './to-url';
import { type WatchItem, type WatchOptions, watchExecution } from './watch';

export interface PageOptions {
  limit?: number;
  cursor?: string;
}

export interface NamedOptions extends PageOptions {
  /** Those with this text in their name; of letters A to Z either case will do. */
  name?: string;
}

export interface ExecutionsFilter extends PageOptions {
  workflowId?: string;
  /** The parts of this execution; without it, executions that are no part of another one. */
  parentId?: string;
  status?: ExecutionStatus[];
  /** ISO 8601. */
  startedAfter?: string;
  startedBefore?: string;
}

export interface ApprovalsFilter extends PageOptions {
  /** Pending ones when absent. */
  status?: ApprovalStatus[];
  kind?: ApprovalKind[];
  executionId?: string;
  workflowId?: string;
  assignee?: string;
}

export interface StepsRange {
  /** Every step wherever it is, its repetitions counted together, in place of those inside `parent`. */
  all?: 'true';
  /** Those at work now, in place of those inside `parent`. */
  open?: 'true';
  parent?: string;
  /** The id of a step inside `parent`: its repetitions one by one, `limit` of them after number `after`. */
  repetitionsOf?: string;
  after?: number;
  limit?: number;
}

export interface RequestOptions {
  signal?: AbortSignal;
}

export interface CommandOptions extends RequestOptions {
  idempotencyKey?: string;
}

/** A command that starts an execution. */
export interface StartOptions extends CommandOptions {
  /** In place of the workflow's, or of the execution's that is gone back in. */
  budget?: Budget;
}

export interface ReplaceOptions extends RequestOptions {
  /** The revision that the new one is based on, or `*` for whatever stands. */
  ifMatch: number | '*';
}

type AgentInput = NonNullable<RouteCall<'createAgent'>['body']> | AgentBody;
type WorkflowInput = NonNullable<RouteCall<'createWorkflow'>['body']> | WorkflowBody;

/** A decision on an approval. */
export type Decision = NonNullable<RouteCall<'decideApproval'>['body']>;

/** The routes that answer with a page of a list. */
type ListRoute = { [N in RouteName]: RouteResponse<N> extends AnyPage ? N : never }[RouteName];
type ListPage<N extends RouteName> = Extract<RouteResponse<N>, AnyPage>;
type ListOptions<N extends RouteName> = Pick<CallOptions<N>, 'params' | 'query' | 'signal'>;

export type Client = ReturnType<typeof createClient>;

/** A client of one Studio, for Node and browsers. Every call throws a `StudioError`, or its signal's reason. */
export function createClient(options: ClientOptions) {
  const call = createCall(options);
  const list = <N extends ListRoute>(route: N, { query, ...rest }: ListOptions<N>): PagedList<ListPage<N>> =>
    toPagedList((cursor) => {
      const asked = { ...(query as Query), ...(cursor !== undefined && { cursor }) };
      return call(route, { ...rest, query: asked } as CallOptions<N>) as Promise<ListPage<N>>;
    });
  const watch = (id: string, watchOptions?: WatchOptions) => watchExecution(options.url, id, watchOptions);
  const getExecution = (id: string, request?: RequestOptions) => call('getExecution', { params: { id }, ...request });

  /** Waits for the end, however long it takes; the execution may have failed: see its `status`. */
  async function result(id: string, request?: RequestOptions): Promise<Execution> {
    const { lastSeq, ended } = await call('listEvents', { params: { id }, query: { limit: 1 }, ...request });
    if (!ended) await readToEnd(watch(id, { after: lastSeq, ...request }));
    request?.signal?.throwIfAborted();
    return getExecution(id, request);
  }

  return {
    /** Any route by its name in `contracts/routes.ts`. */
    call,

    agents: {
      create: (body: AgentInput, command?: CommandOptions) => call('createAgent', { body, ...command }),
      list: ({ limit, cursor, name }: NamedOptions = {}, request?: RequestOptions) =>
        list('listAgents', { query: { limit, cursor, name }, ...request }),
      get: (id: string, request?: RequestOptions) => call('getAgent', { params: { id }, ...request }),
      replace: (id: string, body: AgentInput, { ifMatch, signal }: ReplaceOptions) =>
        call('replaceAgent', { params: { id }, body, headers: { 'if-match': toIfMatch(ifMatch) }, signal }),
      /** Its revisions stay readable. */
      delete: (id: string, { ifMatch, signal }: ReplaceOptions) =>
        call('deleteAgent', { params: { id }, headers: { 'if-match': toIfMatch(ifMatch) }, signal }),
      /** Newest first; also of a deleted one. */
      revisions: (id: string, { limit, cursor }: PageOptions = {}, request?: RequestOptions) =>
        list('listAgentRevisions', { params: { id }, query: { limit, cursor }, ...request }),
      revision: (id: string, revision: number, request?: RequestOptions) =>
        call('getAgentRevision', { params: { id, revision: String(revision) }, ...request }),
      ...createRunAgent({ call, watch, result, timeoutMs: options.timeoutMs }),
    },

    workflows: {
      create: (body: WorkflowInput, command?: CommandOptions) => call('createWorkflow', { body, ...command }),
      list: ({ limit, cursor, name }: NamedOptions = {}, request?: RequestOptions) =>
        list('listWorkflows', { query: { limit, cursor, name }, ...request }),
      get: (id: string, request?: RequestOptions) => call('getWorkflow', { params: { id }, ...request }),
      replace: (id: string, body: WorkflowInput, { ifMatch, signal }: ReplaceOptions) =>
        call('replaceWorkflow', { params: { id }, body, headers: { 'if-match': toIfMatch(ifMatch) }, signal }),
      /** Its revisions stay readable. */
      delete: (id: string, { ifMatch, signal }: ReplaceOptions) =>
        call('deleteWorkflow', { params: { id }, headers: { 'if-match': toIfMatch(ifMatch) }, signal }),
      /** Newest first; also of a deleted one. */
      revisions: (id: string, { limit, cursor }: PageOptions = {}, request?: RequestOptions) =>
        list('listWorkflowRevisions', { params: { id }, query: { limit, cursor }, ...request }),
      revision: (id: string, revision: number, request?: RequestOptions) =>
        call('getWorkflowRevision', { params: { id, revision: String(revision) }, ...request }),
      /** Starts an execution of the newest revision; it is durable when this resolves. */
      execute: (id: string, input?: Json, { budget, ...command }: StartOptions = {}) =>
        call('executeWorkflow', { params: { id }, body: { ...(input !== undefined && { input }), budget }, ...command }),
      /** The named execution, or the workflow's newest. */
      status: (id: string, executionId?: string, request?: RequestOptions) =>
        call('getWorkflowStatus', { params: { id }, query: { executionId }, ...request }),
      cancel: (id: string, executionId?: string, command?: CommandOptions) =>
        call('cancelWorkflow', { params: { id }, body: executionId === undefined ? {} : { executionId }, ...command }),
    },

    /** What all executions together may use in each calendar month. */
    organizationBudget: {
      get: (request?: RequestOptions) => call('getOrganizationBudget', { ...request }),
      set: (body: OrganizationBudget, request?: RequestOptions) => call('replaceOrganizationBudget', { body, ...request }),
      remove: (request?: RequestOptions) => call('deleteOrganizationBudget', { ...request }),
    },

    executions: {
      list: (filter: ExecutionsFilter = {}, request?: RequestOptions) => list('listExecutions', { query: { ...filter }, ...request }),
      get: getExecution,
      cancel: (id: string, command?: CommandOptions) => call('cancelExecution', { params: { id }, body: {}, ...command }),
      /** Holds it before its next call, until it is resumed. */
      pause: (id: string, command?: CommandOptions) => call('pauseExecution', { params: { id }, body: {}, ...command }),
      resume: (id: string, command?: CommandOptions) => call('resumeExecution', { params: { id }, body: {}, ...command }),
      /** Sends an event to the steps that wait for one of its name; it is safe when this resolves. */
      sendEvent: (id: string, event: NonNullable<RouteCall<'sendEvent'>['body']>, command?: CommandOptions) =>
        call('sendEvent', { params: { id }, body: event, ...command }),
      /** Says something in a running group chat; its participants read it before they speak next. */
      sendMessage: (id: string, message: NonNullable<RouteCall<'sendMessage'>['body']>, command?: CommandOptions) =>
        call('sendMessage', { params: { id }, body: message, ...command }),
      /**
       * Goes back to a superstep (0: the beginning) and runs on from there, in a new execution; nothing before it is called
       * again. With edits it goes on behind them; its checkpoint tells what can be edited.
       */
      fork: (id: string, superstep: number, { edits, budget, ...command }: StartOptions & { edits?: Edit[] } = {}) =>
        call('forkExecution', { params: { id }, body: { superstep, edits, budget }, ...command }),
      /** Runs one that did not complete again, in a new execution; what was answered is not called again. */
      retry: (id: string, { budget, ...command }: StartOptions = {}) =>
        call('retryExecution', { params: { id }, body: { budget }, ...command }),
      forks: (id: string, page: PageOptions = {}, request?: RequestOptions) =>
        list('listForks', { params: { id }, query: { ...page }, ...request }),
      /** Side by side with another one, step by step, and where they first differ. */
      compare: (id: string, other: string, page: PageOptions = {}, request?: RequestOptions) =>
        call('compareExecutions', { params: { id }, query: { with: other, ...page }, ...request }),
      /** Deletes one that has ended, with everything that belongs to it. */
      delete: (id: string, request?: RequestOptions) => call('deleteExecution', { params: { id }, ...request }),
      /** With `callId` those alone that tell of this call. */
      events: (id: string, range: { after?: number; limit?: number; callId?: string } = {}, request?: RequestOptions) =>
        call('listEvents', { params: { id }, query: { ...range }, ...request }),
      /** With `view` what a model call was shown, all in one page. */
      messages: (id: string, page: PageOptions & { thread?: string; view?: string } = {}, request?: RequestOptions) =>
        list('listMessages', { params: { id }, query: { ...page }, ...request }),
      /** The steps directly inside one (the root without `parent`), with their states and without texts, however many there are. */
      steps: (id: string, range: StepsRange = {}, request?: RequestOptions) =>
        call('listSteps', { params: { id }, query: { ...range }, ...request }),
      /** With `superstep` that one alone; with `stepPath` the one behind this step or turn. */
      checkpoints: (id: string, page: PageOptions & { superstep?: number; stepPath?: string } = {}, request?: RequestOptions) =>
        list('listCheckpoints', { params: { id }, query: { ...page }, ...request }),
      /** The agents as it runs them: with the instructions and models that they had when it began. */
      agents: (id: string, request?: RequestOptions) => call('listExecutionAgents', { params: { id }, ...request }),
      /** What a call answered, whole. */
      output: (id: string, callId: string, request?: RequestOptions) =>
        call('getCallOutput', { params: { id }, query: { call: callId }, ...request }),
      /** Of all calls, of one, or of those that some steps (50 at most) make themselves. */
      attempts: (id: string, page: PageOptions & { callId?: string; stepPath?: string[] } = {}, request?: RequestOptions) =>
        list('listAttempts', { params: { id }, query: { ...page }, ...request }),
      /** What an attempt of a model call sent and got, in its provider's protocol; throws `no_exchange`. */
      exchange: (id: string, attempt: { callId: string; attempt: number }, request?: RequestOptions) =>
        call('getExchange', { params: { id }, query: { ...attempt }, ...request }),
      /** What each agent has used with each model. */
      usage: (id: string, request?: RequestOptions) => call('listUsage', { params: { id }, ...request }),
      /** The files that tools have kept. */
      artifacts: (id: string, request?: RequestOptions) => call('listArtifacts', { params: { id }, ...request }),
      /** The bytes of one of them. */
      artifact: (id: string, name: string, request?: RequestOptions) => call('getArtifact', { params: { id, name }, ...request }),
      /** Events, text in flight and the state of the connection, until the execution ends. */
      watch,
      /** The feed alone. */
      async *watchEvents(id: string, watchOptions?: WatchOptions): AsyncGenerator<FeedEvent> {
        for await (const item of watch(id, watchOptions)) if (item.type === 'event') yield item.event;
      },
      result,
    },

    approvals: {
      /** Newest first; pending ones unless the filter says otherwise. */
      list: (filter: ApprovalsFilter = {}, request?: RequestOptions) => list('listApprovals', { query: { ...filter }, ...request }),
      get: (id: string, request?: RequestOptions) => call('getApproval', { params: { id }, ...request }),
      /** Durable when it resolves. Throws `already_decided` (409) or `approval_expired` (410) for one who comes too late. */
      decide: (id: string, body: Decision, command?: CommandOptions) => call('decideApproval', { params: { id }, body, ...command }),
    },

    tools: {
      list: (request?: RequestOptions) => call('listTools', request),
      /** Calls one tool outside of any execution, once per key; throws `tool_failed`. */
      execute: async (tool: string, toolArguments: JsonObject = {}, command?: CommandOptions): Promise<Json> =>
        (await call('executeTool', { body: { tool, arguments: toolArguments }, ...command })).result as Json,
    },

    models: {
      list: (request?: RequestOptions) => call('listModels', request),
    },

    /** What this installation is. */
    studio: (request?: RequestOptions) => call('getStudio', request),

    /** Only where `studio().development` is true. */
    development: {
      killWorker: (command?: CommandOptions) => call('killWorker', { body: {}, ...command }),
    },
  };
}

async function readToEnd(items: AsyncIterable<WatchItem>): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  while (!(await iterator.next()).done);
}

function toIfMatch(revision: number | '*'): string {
  return revision === '*' ? '*' : `"${revision}"`;
}
