import { type Client, type FeedEvent, hasEnded, StudioError } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { type ChaosScene, createBareClient, type FaultyProcesses } from './chaos-scene';
import type { ChaosOutcome } from './outcome';
import { persist } from './persist';
import type { Action, ChaosPlan } from './plan';
import { toWork } from './works';

type ActionOf<T extends Action['do']> = Extract<Action, { do: T }>;

/** What users do, each with its key and as often as it takes. Each resolves with what came of it, in words. */
export interface Commands {
  execute(action: ActionOf<'execute'>): Promise<string>;
  cancel(number: number): Promise<string>;
  /** In Temporal, behind our back. */
  terminate(number: number): Promise<string>;
  derive(how: 'fork' | 'retry', number: number): Promise<string>;
  /** Behind a connection that breaks, until the execution has ended. */
  watch(number: number): Promise<string>;
}

const FORKABLE_MS = 120_000;

export function createCommands(scene: ChaosScene, faulty: FaultyProcesses, plan: ChaosPlan, outcome: ChaosOutcome): Commands {
  /** Undefined when it was never accepted, which is a violation of its own. */
  const starts = new Map<number, Promise<string | undefined>>();
  const works = new Map<number, string>();
  const keyOf = (what: string, number: number) => `chaos-${plan.seed}-${process.pid}-${what}-${number}`;

  /** Any API that is there will do: a key means the same to all. */
  const client = (through: 'api' | 'faultyApi' = 'api'): Client => {
    const url = through === 'faultyApi' ? faulty.api.current()?.url : undefined;
    return createBareClient(url ?? scene.product.studio.url);
  };

  /** Sends an execution what its work waits for; one that has ended meanwhile refuses it. */
  const push = async (number: number, executionId: string, key: string) => {
    const { push: send } = toWork(works.get(number) ?? '');
    if (send !== undefined) await orRefusal(() => persist(() => send(client('faultyApi'), executionId, key)).then(() => 'sent'));
  };

  /** It has closed a superstep, or has ended without one. */
  const untilForkable = (executionId: string) => {
    const isForkable = async () => {
      const { items } = await persist(() => client().executions.checkpoints(executionId, { limit: 1 }));
      return items.length > 0 || hasEnded((await persist(() => client().executions.get(executionId))).status);
    };
    return waitUntil(isForkable, FORKABLE_MS, `${executionId} closed no superstep`, 200);
  };

  const withStarted = async (number: number, work: (executionId: string) => Promise<string>) => {
    const executionId = await starts.get(number);
    return executionId === undefined ? 'never started' : work(executionId);
  };

  return {
    async execute({ number, work, input, through }) {
      const workflowId = scene.workflows[work] ?? '';
      const key = keyOf('execute', number);
      works.set(number, work);
      const accepted = persist(() => client(through).workflows.execute(workflowId, input, { idempotencyKey: key }));
      const executionId = accepted.then((answer) => answer.executionId);
      starts.set(
        number,
        executionId.catch(() => undefined),
      );
      outcome.started.set(number, { executionId: await executionId, workflowId, work, input, key });
      await push(number, await executionId, key);
      return executionId;
    },

    cancel: (number) =>
      withStarted(number, (executionId) => {
        outcome.disturbed.add(executionId);
        const cancel = () => client('faultyApi').executions.cancel(executionId, { idempotencyKey: keyOf('cancel', number) });
        return orRefusal(() => persist(cancel).then(({ status }) => status));
      }),

    terminate: (number) =>
      withStarted(number, async (executionId) => {
        outcome.disturbed.add(executionId);
        outcome.terminated.add(executionId);
        try {
          await scene.product.temporal.client.workflow.getHandle(executionId).terminate('chaos');
          return 'terminated';
        } catch (error) {
          // It has closed, or the server is away: both are as good as any other moment.
          return String(error);
        }
      }),

    derive: (how, number) =>
      withStarted(number, async (executionId) => {
        const options = { idempotencyKey: keyOf(how, number) };
        if (how === 'fork') await untilForkable(executionId);
        return orRefusal(async () => {
          const { id } = await persist(() =>
            how === 'fork' ? client().executions.fork(executionId, 1, options) : client('faultyApi').executions.retry(executionId, options),
          );
          outcome.derived.push(id);
          await push(number, id, options.idempotencyKey);
          return id;
        });
      }),

    watch: (number) =>
      withStarted(number, async (executionId) => {
        const events: FeedEvent[] = [];
        const viewer = createBareClient(`http://${faulty.relays.api.address}`);
        for await (const event of viewer.executions.watchEvents(executionId)) events.push(event);
        outcome.watched.push({ executionId, events });
        return `${events.length} events`;
      }),
  };
}

/** What the API refused is told, and no failure. */
async function orRefusal(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StudioError && error.status >= 400 && error.status < 500) return error.code;
    throw error;
  }
}
