import { z } from 'zod';
import type { Route } from '../route';
import { agentRunBody, agentRunResult, toolRunBody } from '../services';

/** One agent or one tool without a workflow. */
export const SERVICE_ROUTES = {
  executeAgent: {
    method: 'POST',
    path: '/agents/execute',
    summary: 'Run one agent and wait for its answer',
    description:
      'A durable execution of its own. 200 when it has ended, whatever its status; 202 with `Location` when it has not after 60 s, or after what `Prefer: wait=<seconds>` says (0 to 300).',
    body: agentRunBody,
    waits: true,
    boundsItself: true,
    status: 200,
    response: agentRunResult,
    also: { 202: z.object({ executionId: z.string() }) },
    problems: ['not_found', 'invalid_definition', 'budget_needs_price', 'engine_unavailable'],
  },
  streamAgent: {
    method: 'POST',
    path: '/agents/stream',
    summary: 'Run one agent and stream its feed',
    description:
      'The same as `/agents/execute`; the answer is the stream of `/api/v1/executions/{id}/events`, whose address is in `Location`. The execution goes on when the connection ends: follow it there.',
    body: agentRunBody,
    status: 200,
    response: z.object({ executionId: z.string() }),
    stream: 'always',
    problems: ['not_found', 'invalid_definition', 'budget_needs_price', 'engine_unavailable'],
  },
  executeTool: {
    method: 'POST',
    path: '/tools/execute',
    summary: 'Call one tool',
    description:
      'Runs in the API process and leaves no execution. With an `Idempotency-Key` a call is made once: an `unsafe` tool whose first call was interrupted is not called again (`tool_failed` with `error.code` `tool_outcome_unknown`).',
    body: toolRunBody,
    boundsItself: true,
    status: 200,
    response: z.object({ result: z.json() }),
    problems: ['not_found', 'tool_failed'],
  },
} as const satisfies Record<string, Route>;
