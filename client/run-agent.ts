import type { Execution } from '../contracts/entities';
import type { RouteCall } from '../contracts/routes';
import type { AgentRunResult } from '../contracts/services';
import type { Call, CallOptions } from './create-call';
import type { WatchItem, WatchOptions } from './watch';

/** A saved agent by id or name, or an unsaved definition, and what it is told. */
export type AgentRun = NonNullable<RouteCall<'executeAgent'>['body']>;

type Command = Pick<CallOptions<'executeAgent'>, 'idempotencyKey' | 'signal'>;

const DEFAULT_TIMEOUT_MS = 30_000;
const LONGEST_WAIT_S = 20;

interface RunAgentParts {
  call: Call;
  watch: (executionId: string, options?: WatchOptions) => AsyncGenerator<WatchItem>;
  result: (executionId: string, request?: { signal?: AbortSignal }) => Promise<Execution>;
  /** How long a call may take; the server answers well before. */
  timeoutMs?: number;
}

/** Runs single agents, each as a durable execution of its own. */
export function createRunAgent({ call, watch, result, timeoutMs = DEFAULT_TIMEOUT_MS }: RunAgentParts) {
  const start = (body: AgentRun, seconds: number, command?: Command) =>
    call('executeAgent', { body, headers: { prefer: `wait=${seconds}` }, ...command });

  return {
    /** Runs an agent to its end, however long that takes; it may have failed: see `status` and `error`. */
    async execute(body: AgentRun, command?: Command): Promise<AgentRunResult> {
      const answer = await start(body, Math.min(LONGEST_WAIT_S, Math.floor(timeoutMs / 2_000)), command);
      if ('usage' in answer) return answer;
      const { id, status, output, error, usage } = await result(answer.executionId, { signal: command?.signal });
      return { executionId: id, status, output, error, usage };
    },

    /** Runs an agent and follows it: its events and its text while it is written, as `executions.watch` gives them. */
    async *stream(body: AgentRun, command?: Command): AsyncGenerator<WatchItem> {
      const { executionId } = await start(body, 0, command);
      yield* watch(executionId, { signal: command?.signal });
    },
  };
}
