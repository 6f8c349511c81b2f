import { z } from 'zod';
import { budget } from '../budget';
import { comparison } from '../comparison';
import { LIMIT } from '../constants';
import { edits } from '../edits';
import {
  artifact,
  attempt,
  callOutput,
  checkpoint,
  execution,
  executionStatus,
  message,
  pinnedAgent,
  seenCall,
  stepSummary,
  usageShare,
} from '../entities';
import { exchange } from '../exchange';
import { feedPage } from '../feed-events';
import { bytes, idParams, list, noContent, page, type Route } from '../route';
import { eventName, nameText, stepId } from '../steps';

const callId = z.string().min(1).max(1_000);
const stepPath = z.string().min(1).max(2_000);
const stepPaths = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(stepPath).min(1).max(50));

/** Starting, watching and cancelling executions. */
export const EXECUTION_ROUTES = {
  executeWorkflow: {
    method: 'POST',
    path: '/api/v1/workflows/:id/execute',
    summary: 'Start an execution of the newest revision',
    description: "The execution is durable when the answer is out. `budget` takes the place of the workflow's.",
    params: idParams,
    body: z.strictObject({ input: z.json().optional(), budget: budget.optional() }).optional(),
    status: 202,
    response: z.object({ executionId: z.string() }),
    problems: [
      'invalid_input',
      'invalid_definition',
      'workflow_cycle',
      'definition_too_deep',
      'definition_too_large',
      'budget_needs_price',
      'engine_unavailable',
    ],
  },
  getWorkflowStatus: {
    method: 'GET',
    path: '/api/v1/workflows/:id/status',
    summary: 'The named execution of the workflow, or its newest',
    params: idParams,
    query: z.strictObject({ executionId: z.string().min(1).optional() }),
    status: 200,
    response: execution,
    problems: ['no_execution'],
  },
  cancelWorkflow: {
    method: 'POST',
    path: '/api/v1/workflows/:id/cancel',
    summary: 'Cancel the named execution of the workflow, or its newest that has not ended',
    params: idParams,
    body: z.strictObject({ executionId: z.string().min(1).optional() }).optional(),
    status: 202,
    response: execution,
    problems: ['no_execution', 'execution_ended', 'engine_unavailable'],
  },
  listExecutions: {
    method: 'GET',
    path: '/api/v1/executions',
    summary: 'List executions',
    description: 'Newest first. Executions that are a part of another one (by a `workflow` step) are listed with its `parentId` only.',
    query: z.strictObject({
      ...page,
      workflowId: z.string().min(1).optional(),
      parentId: z.string().min(1).optional(),
      status: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(executionStatus)).optional(),
      startedAfter: z.iso.datetime({ offset: true }).optional(),
      startedBefore: z.iso.datetime({ offset: true }).optional(),
    }),
    status: 200,
    response: list(execution),
  },
  getExecution: {
    method: 'GET',
    path: '/api/v1/executions/:id',
    summary: 'Get an execution',
    params: idParams,
    status: 200,
    response: execution,
  },
  deleteExecution: {
    method: 'DELETE',
    path: '/api/v1/executions/:id',
    summary: 'Delete an execution that has ended',
    description:
      "With everything that belongs to it: feed, messages, attempts, files. Nothing shows it from this answer on; its bytes are gone within a minute. Temporal keeps its own history for as long as the namespace's retention says.",
    params: idParams,
    status: 204,
    response: noContent,
    problems: ['execution_not_ended'],
  },
  forkExecution: {
    method: 'POST',
    path: '/api/v1/executions/:id/fork',
    summary: 'Go back to a superstep and run on from there, in a new execution',
    description:
      'What was answered up to that superstep (0: nothing) is not called again: transcript and feed are the same up to there. With edits, what comes after them runs, and sees them; what the checkpoint lists as editable can be edited, agents always. The original, running or ended, is not touched. The new execution counts only what it calls itself, under a budget of its own: `budget`, or the same as the original. See docs/forks.md.',
    params: idParams,
    body: z.strictObject({ superstep: z.int().min(0), edits: edits.optional(), budget: budget.optional() }),
    status: 202,
    response: execution,
    problems: ['invalid_superstep', 'invalid_edit', 'not_retryable', 'budget_needs_price', 'engine_unavailable'],
  },
  retryExecution: {
    method: 'POST',
    path: '/api/v1/executions/:id/retry',
    summary: 'Run an execution that did not complete again, from its newest superstep',
    description:
      "A fork that has all that was answered: only what failed, and what was in flight, is called again. `budget` takes the place of the original's.",
    params: idParams,
    body: z.strictObject({ budget: budget.optional() }).optional(),
    status: 202,
    response: execution,
    problems: ['not_retryable', 'budget_needs_price', 'engine_unavailable'],
  },
  listForks: {
    method: 'GET',
    path: '/api/v1/executions/:id/forks',
    summary: 'Forks and retries of an execution, newest first',
    params: idParams,
    query: z.strictObject(page),
    status: 200,
    response: list(execution),
  },
  compareExecutions: {
    method: 'GET',
    path: '/api/v1/executions/:id/comparison',
    summary: 'Two executions side by side, step by step',
    description:
      'Texts (the beginning of long ones), usage, cost and status of every step and every turn of a chat, in the order of this execution, and where the two first differ.',
    params: idParams,
    query: z.strictObject({ ...page, with: z.string().min(1).max(200) }),
    status: 200,
    response: comparison,
  },
  cancelExecution: {
    method: 'POST',
    path: '/api/v1/executions/:id/cancel',
    summary: 'Cancel an execution',
    params: idParams,
    body: z.strictObject({}).optional(),
    status: 202,
    response: execution,
    problems: ['execution_ended', 'engine_unavailable'],
  },
  pauseExecution: {
    method: 'POST',
    path: '/api/v1/executions/:id/pause',
    summary: 'Hold an execution before its next call',
    description:
      'Calls in flight finish and what they answer is kept; timers, waits and timeouts of steps go on. It stays paused until it is resumed, whoever is started again meanwhile. Executions that its steps run are paused too. Repeatable.',
    params: idParams,
    body: z.strictObject({}).optional(),
    status: 202,
    response: execution,
    problems: ['execution_ended'],
  },
  resumeExecution: {
    method: 'POST',
    path: '/api/v1/executions/:id/resume',
    summary: 'Let a paused execution go on',
    description: 'With the executions that its steps run. Repeatable.',
    params: idParams,
    body: z.strictObject({}).optional(),
    status: 202,
    response: execution,
    problems: ['execution_ended'],
  },
  sendEvent: {
    method: 'POST',
    path: '/api/v1/executions/:id/events',
    summary: 'Send an event to the steps of an execution that wait for one of its name',
    description:
      'The event is safe when the answer is out: it is taken once, also if every process dies in this moment. One that comes before its wait has begun is kept for it; first in, first out. See docs/patterns/wait.md.',
    params: idParams,
    body: z.strictObject({ name: eventName, text: z.string().optional(), payload: z.json().optional() }),
    status: 202,
    response: z.object({ id: z.string(), name: z.string() }),
    problems: ['event_not_expected', 'execution_ended', 'too_many_letters'],
  },
  sendMessage: {
    method: 'POST',
    path: '/api/v1/executions/:id/messages',
    summary: 'Say something in a running group chat',
    description:
      'It stands in the thread before the next round, as a message of `user` with the name of who says it (`as`), and every participant reads it. `stepPath` names the chat when several run. See docs/patterns/groupChat.md.',
    params: idParams,
    body: z.strictObject({
      text: z.string().min(1),
      stepPath: z.string().min(1).max(2_000).optional(),
      as: nameText.max(64).default('human'),
    }),
    status: 202,
    response: z.object({ id: z.string(), stepPath: z.string(), as: z.string() }),
    problems: ['no_running_chat', 'execution_ended', 'too_many_letters'],
  },
  listEvents: {
    method: 'GET',
    path: '/api/v1/executions/:id/events',
    summary: 'The feed, from after a seq',
    description:
      'Ascending. With `Accept: text/event-stream` it is a stream of server-sent events that ends after `executionEnded`; `Last-Event-ID` wins over `after`, and a reconnect at the end gets 204. With `callId` (not as a stream) only what tells of this call: its beginning, retries and waits, and its answer. See docs/realtime.md.',
    params: idParams,
    query: z.strictObject({
      callId: callId.optional(),
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(LIMIT.eventsMax).default(LIMIT.eventsDefault),
    }),
    status: 200,
    response: feedPage,
    stream: 'onAccept',
  },
  listMessages: {
    method: 'GET',
    path: '/api/v1/executions/:id/messages',
    summary: 'Messages of all threads by seq, or of one, or what a model call was shown',
    description:
      "Ascending, whole texts. `view=<callId>` gives all messages that this call was sent, in one page, with roles and texts as the model saw them: others' messages as `user`, a summary in the place of what it sums up, and what was added to the thread for this call (`added`). `call` then says whose call it was and with which instructions.",
    params: idParams,
    query: z.strictObject({ ...page, thread: z.string().min(1).optional(), view: z.string().min(1).max(1_000).optional() }),
    status: 200,
    response: list(message).extend({ call: seenCall.optional() }),
    problems: ['no_view'],
  },
  listSteps: {
    method: 'GET',
    path: '/api/v1/executions/:id/steps',
    summary: 'The steps directly inside a step, with their states and without texts',
    description:
      'Without `parent` the root. Repetitions of a step are one item that counts them; with `repetitionsOf` (the id of a step inside `parent`) they are items of their own, `limit` of them after number `after`. A chat has its turns inside it, of the type `turn`, the one under way among them (with `all` those that are over). With `all=true` every step of the execution, its repetitions counted together wherever they are. With `open=true` the steps at work now, with what they wait for (`waits`), those that began first, at most `limit`.',
    params: idParams,
    query: z.strictObject({
      all: z.literal('true').optional(),
      open: z.literal('true').optional(),
      parent: stepPath.optional(),
      repetitionsOf: stepId.optional(),
      after: z.coerce.number().int().min(0).max(10_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    status: 200,
    response: z.object({ items: z.array(stepSummary) }),
  },
  listCheckpoints: {
    method: 'GET',
    path: '/api/v1/executions/:id/checkpoints',
    summary: 'The checkpoint of every superstep, ascending, and what a fork there may have in another way',
    description:
      'With `superstep` that one alone. With `stepPath` the one that this step, or turn of a chat, has closed, or else the last one that was closed inside it.',
    params: idParams,
    query: z
      .strictObject({ ...page, superstep: z.coerce.number().int().min(1).optional(), stepPath: stepPath.optional() })
      .refine((query) => query.superstep === undefined || query.stepPath === undefined, {
        path: ['stepPath'],
        message: 'send superstep or stepPath, not both',
      }),
    status: 200,
    response: list(checkpoint),
  },
  listExecutionAgents: {
    method: 'GET',
    path: '/api/v1/executions/:id/agents',
    summary: 'The agents of an execution as they were pinned when it began',
    description: 'With the instructions and models that it runs, whatever the agents have become since; a fork may have edited them.',
    params: idParams,
    status: 200,
    response: z.object({ items: z.array(pinnedAgent) }),
  },
  getCallOutput: {
    method: 'GET',
    path: '/api/v1/executions/:id/output',
    summary: 'What a call answered, whole',
    description:
      'Of a model call its text, of a tool call its result (`data`; `text` is what a model reads of it), of an `approval` step the answer.',
    params: idParams,
    query: z.strictObject({ call: z.string().min(1).max(4_000) }),
    status: 200,
    response: callOutput,
  },
  listAttempts: {
    method: 'GET',
    path: '/api/v1/executions/:id/attempts',
    summary: 'Every attempt of every call, or of one (`callId`), ascending, wasted ones marked',
    description: 'With `stepPath` (repeatable, up to 50) those of the calls that these steps, or turns of chats, make themselves.',
    params: idParams,
    query: z
      .strictObject({ ...page, callId: callId.optional(), stepPath: stepPaths.optional() })
      .refine((query) => query.callId === undefined || query.stepPath === undefined, {
        path: ['stepPath'],
        message: 'send callId or stepPath, not both',
      }),
    status: 200,
    response: list(attempt),
  },
  getExchange: {
    method: 'GET',
    path: '/api/v1/executions/:id/exchange',
    summary: "What an attempt of a model call sent and got, in its provider's protocol",
    description:
      'The request is made anew from what was recorded, and `exact` says whether it is the one that was sent; the response is put together from its stream. No key is in either. See docs/context.md.',
    params: idParams,
    query: z.strictObject({ callId: z.string().min(1).max(1_000), attempt: z.coerce.number().int().min(1).max(1_000_000) }),
    status: 200,
    response: exchange,
    problems: ['no_exchange'],
  },
  listUsage: {
    method: 'GET',
    path: '/api/v1/executions/:id/usage',
    summary: 'What an execution has used, by agent and model, most tokens first',
    description:
      "Its own model calls alone: what executions that its steps run have used is in the execution's `usage`, and in theirs. A fork or retry counts what it calls itself.",
    params: idParams,
    status: 200,
    response: z.object({ items: z.array(usageShare) }),
  },
  listArtifacts: {
    method: 'GET',
    path: '/api/v1/executions/:id/artifacts',
    summary: 'The files that tools have kept, by name',
    params: idParams,
    status: 200,
    response: z.object({ items: z.array(artifact) }),
  },
  getArtifact: {
    method: 'GET',
    path: '/api/v1/executions/:id/artifacts/:name',
    summary: 'The bytes of one file, as an attachment',
    params: idParams.extend({ name: z.string().min(1).max(200) }),
    status: 200,
    response: bytes,
  },
} as const satisfies Record<string, Route>;
