import { setTimeout as rest } from 'node:timers/promises';
import { type Checkpoint, type Client, type Edit, type FeedEvent, hasEnded } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { readEvents, readPages } from '../product/read-execution';
import { type ChaosScene, createBareClient, type FaultyProcesses } from './chaos-scene';
import { chooseEdit } from './choose-edit';
import type { ChaosOutcome, Derived } from './outcome';
import { persist as persistUntil } from './persist';
import type { Action, ChaosPlan } from './plan';
import { allowing } from './refusals';
import { toWork } from './works';

type ActionOf<T extends Action['do']> = Extract<Action, { do: T }>;

/** What users do, each with its key and as often as it takes. Each resolves with what came of it, in words. */
export interface Commands {
  execute(action: ActionOf<'execute'>): Promise<string>;
  cancel(number: number): Promise<string>;
  /** In Temporal, behind our back. */
  terminate(number: number): Promise<string>;
  fork(action: ActionOf<'fork'>): Promise<string>;
  /** Of one that has ended otherwise than it should. */
  retry(number: number): Promise<string>;
  pause(action: ActionOf<'pause'>): Promise<string>;
  /** Behind a connection that breaks, until the execution has ended. */
  watch(number: number): Promise<string>;
}

/** What waits here waits as long as it takes: whether the run gets on is the run's affair, which says so with `gaveUp`. */
const AS_LONG_AS_IT_TAKES = Number.POSITIVE_INFINITY;

export function createCommands(
  scene: ChaosScene,
  faulty: FaultyProcesses,
  plan: ChaosPlan,
  outcome: ChaosOutcome,
  gaveUp: AbortSignal,
): Commands {
  /** Undefined when it was never accepted, which is a violation of its own. */
  const starts = new Map<number, Promise<string | undefined>>();
  const works = new Map<number, string>();
  const keyOf = (what: string, number: number) => `chaos-${plan.seed}-${process.pid}-${what}-${number}`;
  const { accepted } = outcome;
  const { effects } = scene;
  const persist = <T>(call: () => Promise<T>) => persistUntil(call, gaveUp);

  let asked = 0;
  /**
   * Any API that is there will do: a key means the same to all. Now and then the other one, for a faulty one does not
   * find a Temporal that came back on another port, because somebody had taken its own.
   */
  const client = (through: 'api' | 'faultyApi' = 'api'): Client => {
    const url = through === 'faultyApi' && asked++ % 4 < 3 ? faulty.api.current()?.url : undefined;
    return createBareClient(url ?? scene.product.studio.url, gaveUp);
  };

  /** Sends an execution what its work waits for, until it has all or has ended. */
  const push = async (work: string, executionId: string, key: string) => {
    const { push: send } = toWork(work);
    if (send === undefined) return;
    const pushing = () => send({ client: client('faultyApi'), executionId, key, accepted, effects });
    // People stay as long as it runs; whether it gets on is seen at the end.
    await allowing(['execution_ended'], () => persist(pushing));
  };

  const readEnded = async (executionId: string) => hasEnded((await persist(() => client().executions.get(executionId))).status);

  /** All that it has closed, once there is one, or it has ended without. */
  const readCheckpoints = async (executionId: string): Promise<Checkpoint[]> => {
    let items: Checkpoint[] = [];
    const isForkable = async () => {
      items = await readPages((cursor) => persist(() => client().executions.checkpoints(executionId, { limit: 200, cursor })));
      return items.length > 0 || (await readEnded(executionId));
    };
    await waitUntil(isForkable, AS_LONG_AS_IT_TAKES, `${executionId} closed no superstep`, 200);
    return items;
  };

  const withStarted = async (number: number, work: (executionId: string) => Promise<string>) => {
    const executionId = await starts.get(number);
    return executionId === undefined ? 'never started' : work(executionId);
  };

  const derived = async (number: number, how: Omit<Derived, 'executionId' | 'work'>, executionId: string, key: string) => {
    const work = works.get(number) ?? '';
    outcome.derived.push({ ...how, executionId, work });
    await push(work, executionId, key);
    return executionId;
  };

  return {
    async execute({ number, work, input, through }) {
      const workflowId = scene.workflows[work] ?? '';
      const key = keyOf('execute', number);
      works.set(number, work);
      const answered = persist(() => client(through).workflows.execute(workflowId, input, { idempotencyKey: key }));
      const executionId = answered.then((answer) => answer.executionId);
      starts.set(
        number,
        executionId.catch(() => undefined),
      );
      outcome.started.set(number, { executionId: await executionId, workflowId, work, input, key });
      await push(work, await executionId, key);
      return executionId;
    },

    cancel: (number) =>
      withStarted(number, async (executionId) => {
        outcome.disturbed.add(executionId);
        const cancel = () => client('faultyApi').executions.cancel(executionId, { idempotencyKey: keyOf('cancel', number) });
        return (await allowing(['execution_ended'], () => persist(cancel)))?.status ?? 'has ended';
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

    fork: ({ number, which, edited }) =>
      withStarted(number, async (source) => {
        const checkpoints = await readCheckpoints(source);
        const checkpoint = checkpoints[Math.floor(which * checkpoints.length)];
        if (checkpoint === undefined) return 'closed no superstep';
        const edits = edited ? await chooseEdits(source, checkpoint) : [];
        const idempotencyKey = keyOf('fork', number);
        const { id } = await persist(() => client().executions.fork(source, checkpoint.superstep, { edits, idempotencyKey }));
        return derived(number, { source, kind: 'fork', edits }, id, idempotencyKey);
      }),

    retry: (number) =>
      withStarted(number, async (source) => {
        await waitUntil(() => readEnded(source), AS_LONG_AS_IT_TAKES, `${source} did not end`, 200);
        const idempotencyKey = keyOf('retry', number);
        const retry = () => client('faultyApi').executions.retry(source, { idempotencyKey });
        const retried = await allowing(['not_retryable'], () => persist(retry));
        if (retried === undefined) return 'not retryable';
        return derived(number, { source, kind: 'retry', edits: [] }, retried.id, idempotencyKey);
      }),

    pause: ({ number, milliseconds }) =>
      withStarted(number, async (executionId) => {
        const options = (what: string) => ({ idempotencyKey: keyOf(what, number) });
        const pause = () => client('faultyApi').executions.pause(executionId, options('pause'));
        if ((await allowing(['execution_ended'], () => persist(pause))) === undefined) return 'has ended';
        outcome.paused.add(executionId);
        await rest(milliseconds);
        const resume = () => client('faultyApi').executions.resume(executionId, options('resume'));
        return (await allowing(['execution_ended'], () => persist(resume)))?.status ?? 'has ended meanwhile';
      }),

    watch: (number) =>
      withStarted(number, async (executionId) => {
        const events: FeedEvent[] = [];
        const viewer = createBareClient(`http://${faulty.relays.api.address}`, gaveUp);
        for await (const event of viewer.executions.watchEvents(executionId, { signal: gaveUp })) events.push(event);
        outcome.watched.push({ executionId, events });
        return `${events.length} events`;
      }),
  };

  async function chooseEdits(source: string, checkpoint: Checkpoint): Promise<Edit[]> {
    const messages = await readPages((cursor) => persist(() => client().executions.messages(source, { limit: 200, cursor })));
    const events = await persist(() => readEvents(client(), source));
    return [chooseEdit(checkpoint, messages, events)].filter((edit) => edit !== undefined);
  }
}
