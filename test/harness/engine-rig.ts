import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';

import type { z } from 'zod';
import { createActivities } from '../../activities/create-activities';
import { createOpenAiProvider } from '../../activities/models/openai';
import { createScriptedProvider } from '../../activities/models/scripted';
import { createBuiltInTools, toCatalogueEntry } from '../../activities/tools';
import { type ForkRequest, forkExecution, retryExecution } from '../../api/fork/fork-execution';
import { createPostman } from '../../api/postman';
import { sendLetter } from '../../api/send-letter';
import { validateWorkflow } from '../../api/validate-workflow';
import { type Budget, hardTimeLimit } from '../../contracts/budget';
import { readConfig } from '../../contracts/config';
import { LOCAL_ORGANIZATION, WORKFLOW_TASK_TIMEOUT } from '../../contracts/constants';
import type { Edit } from '../../contracts/edits';
import { agentBody, type Execution, hasEnded, type Message, workflowBody } from '../../contracts/entities';
import type { FeedEvent } from '../../contracts/events';
import type { Json } from '../../contracts/json';
import type { Letter, NewLetter } from '../../contracts/letters';
import { limits as limitsSchema } from '../../contracts/limits';
import type { StartRecord } from '../../contracts/plan';
import type { DefinitionStore } from '../../contracts/ports/definition-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { LivePublisher } from '../../contracts/ports/live-channel';
import type { ModelProvider } from '../../contracts/ports/model-provider';
import type { ToolDefinition } from '../../contracts/ports/tool';
import type { PriceList } from '../../contracts/prices';
import { type StepInput, step as stepSchema } from '../../contracts/steps';
import { resolvePlan } from '../../plans/resolve-plan';
import { toPlanStep } from '../../plans/to-plan-step';
import { connectTemporalClient, connectTemporalWorker } from '../../runtime/connect-temporal';
import { createLogger } from '../../runtime/create-logger';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';
import { createTemporalEngine, toWorkflowArguments } from '../../runtime/temporal-engine';
import { waitUntil } from '../../runtime/wait-until';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteDefinitionStore } from '../../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { createSqliteLimitStore } from '../../stores/sqlite/limit-store';
import { openDatabase } from '../../stores/sqlite/open-database';
import { createWorker, type WorkerSettings } from '../../workers/create-worker';
import { createFakeOpenAiServer, type FakeOpenAiServer } from '../fakes/openai-server';
import { installRuntime } from './install-runtime';
import { createQuickFolder } from './quick-folder';
import { shareWorkflowThreads } from './share-workflow-threads';
import { testTemporal } from './temporal-server';

/** Worker, stores and fake model in this process, on the real Temporal server of the run; no API. */
export interface EngineRig {
  model: FakeOpenAiServer;
  executions: ExecutionStore;
  definitions: DefinitionStore;
  models: ModelProvider[];
  taskQueue: string;
  /** Of the Temporal server. */
  client: Client;
  /** Runs one more worker on the same queue and stores. */
  startWorker(settings?: RigWorkerSettings): Promise<RigWorker>;
  /** Saves agents by name; all use the fake model unless they say otherwise. */
  agents(...bodies: Partial<z.input<typeof agentBody>>[]): Promise<void>;
  /** Saves workflows, for the steps that run them. */
  workflows(...bodies: z.input<typeof workflowBody>[]): Promise<void>;
  start(root: StepInput, input?: Json, budget?: Budget): Promise<Run>;
  /** An execution that has been started otherwise. */
  runOf(executionId: string): Omit<Run, 'firstRunId'>;
  /** Starts and waits for the end. */
  run(root: StepInput, input?: Json, budget?: Budget): Promise<Finished>;
  /** Starts a new execution with what another had at this superstep; the newest when none is given. */
  fork(source: Pick<Run, 'id'>, superstep?: number, edits?: Edit[]): Promise<Run>;
  /** The same with all that was answered, of one that ended without completing. */
  retry(source: Pick<Run, 'id'>): Promise<Run>;
  /** Accepts and delivers a letter as the API does. */
  send(run: Pick<Run, 'id'>, letter: Pick<NewLetter, 'kind'> & Partial<NewLetter>): Promise<Letter>;
  /** Does something while no worker lives. */
  withoutWorker(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Absent: our own workflow code, of no build. */
export type RigWorkerSettings = Partial<Pick<WorkerSettings, 'workflowBundle' | 'version'>>;

export interface RigWorker {
  /** Lets what runs finish. */
  stop(): Promise<void>;
}

export interface Run {
  id: string;
  handle: WorkflowHandle;
  /** Of the first of its Temporal runs. */
  firstRunId: string;
  /** Waits for the end and reads everything. */
  finished(): Promise<Finished>;
  feed(): Promise<FeedEvent[]>;
}

export interface Finished {
  execution: Execution;
  events: FeedEvent[];
  messages: Message[];
  /** Requests that the fake got, by call id. */
  requests: Record<string, number>;
}

export interface EngineRigOptions {
  tools?: ToolDefinition[];
  /** Besides the fake and the scripted one. */
  models?: ModelProvider[];
  timeouts?: { firstByte?: number; idle?: number; tool?: number };
  /** Puts something between the activities and the store. */
  wrapStore?(store: ExecutionStore): ExecutionStore;
  limits?: z.input<typeof limitsSchema>;
  /** What models cost. */
  prices?: PriceList;
  /** Another server than the run's. */
  temporal?: { address: string; namespace: string };
  /** False: the test starts its workers itself. */
  worker?: false;
}

// Not where histories are recorded, without jest.
if (typeof afterAll === 'function') shareWorkflowThreads();

const silent: LivePublisher = { delta() {}, ended() {}, committed() {}, close: () => Promise.resolve() };

const defaultModel = { provider: 'openai', name: 'fake' };

export async function createEngineRig(options: EngineRigOptions = {}): Promise<EngineRig> {
  installRuntime();
  const { address, namespace } = options.temporal ?? testTemporal();
  const folder = createQuickFolder('studio-rig-');
  const taskQueue = `rig-${randomUUID()}`;
  const database = await openDatabase(join(folder, 'studio.db'));
  const executions = createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs')));
  const definitions = createSqliteDefinitionStore(database);
  const model = await createFakeOpenAiServer({});
  const tools = [...createBuiltInTools(readConfig({})), ...(options.tools ?? [])];
  const catalogue = tools.map((tool) => toCatalogueEntry({ ...tool, source: 'test' }));
  const models = [
    createOpenAiProvider({ baseUrl: model.url, callHeaders: true }),
    createScriptedProvider({ delayMs: 0 }),
    ...(options.models ?? []),
  ];
  const connection = await connectTemporalWorker(address);
  const activities = createActivities({
    executions: options.wrapStore?.(executions) ?? executions,
    definitions,
    models,
    tools,
    limits: limitsSchema.parse(options.limits ?? {}),
    limitStore: createSqliteLimitStore(database),
    defaultModel,
    live: silent,
    logger: createLogger({ name: 'rig', level: 'silent' }),
    worker: taskQueue,
    timeouts: { firstByte: 10_000, idle: 10_000, tool: 10_000, ...options.timeouts },
  });
  const workers: RigWorker[] = [];
  async function startWorker(settings: RigWorkerSettings = {}): Promise<RigWorker> {
    const workflowBundle = settings.workflowBundle ?? (await loadWorkflowBundle());
    const worker = await createWorker({ connection, namespace, taskQueue, identity: taskQueue, activities, ...settings, workflowBundle });
    const running = worker.run();
    let stopped: Promise<void> | undefined;
    const stop = () => {
      if (stopped === undefined) worker.shutdown();
      stopped ??= running;
      return stopped;
    };
    workers.push({ stop });
    return { stop };
  }
  if (options.worker !== false) await startWorker();
  const temporal = connectTemporalClient({ address, namespace });
  const engine = createTemporalEngine(() => temporal.client, { taskQueue });
  const postman = createPostman({ executions, engine, logger: createLogger({ name: 'rig', level: 'warn' }) });

  /** Starts what the record says; its row is listed then. */
  async function begin({ executionId, plan, budget }: StartRecord): Promise<Run> {
    const root = await toPlanStep(plan, LOCAL_ORGANIZATION, definitions);
    const handle = await temporal.client.workflow.start(root.type, {
      taskQueue,
      workflowId: executionId,
      workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
      args: toWorkflowArguments(
        { organizationId: LOCAL_ORGANIZATION, root, timeBudgetMs: hardTimeLimit(budget) },
        { heartbeatTimeoutMs: 2_000 },
      ),
    });
    await executions.listStarted(LOCAL_ORGANIZATION, executionId);
    return { ...toRun(rig, executionId, handle), firstRunId: handle.firstExecutionRunId };
  }

  const forking = {
    executions,
    definitions,
    engine: createTemporalEngine(() => temporal.client, { taskQueue, heartbeatTimeoutMs: 2_000 }),
    postman,
    tools: catalogue,
    models,
  };

  async function runOf(id: string): Promise<Run> {
    const handle = temporal.client.workflow.getHandle(id);
    return { ...toRun(rig, id, handle), firstRunId: (await handle.describe()).raw.workflowExecutionInfo?.firstRunId ?? '' };
  }

  const rig: EngineRig = {
    model,
    executions,
    definitions,
    models,
    taskQueue,
    client: temporal.client,
    startWorker,
    async agents(...bodies) {
      for (const body of bodies) {
        await definitions.agents.create(LOCAL_ORGANIZATION, `agt_${randomUUID()}`, agentBody.parse({ name: 'Agent', ...body }));
      }
    },
    async workflows(...bodies) {
      for (const body of bodies) {
        const parsed = workflowBody.parse(body);
        await validateWorkflow(parsed, LOCAL_ORGANIZATION, { definitions, tools: catalogue });
        await definitions.workflows.create(LOCAL_ORGANIZATION, `wfl_${randomUUID()}`, parsed);
      }
    },
    runOf: (executionId) => toRun(rig, executionId, temporal.client.workflow.getHandle(executionId)),
    async start(root, input = 'hello', budget) {
      const executionId = `exe_${randomUUID()}`;
      const parsed = stepSchema.parse(root);
      const times = { createdAt: new Date().toISOString(), updatedAt: new Date().toISOString() };
      const workflow = {
        id: 'wfl',
        organizationId: LOCAL_ORGANIZATION,
        revision: 1,
        name: 'Test',
        description: '',
        root: parsed,
        ...times,
      };
      await validateWorkflow(workflow, LOCAL_ORGANIZATION, { definitions, tools: catalogue });
      const plan = await resolvePlan(workflow, definitions, defaultModel, options.prices);
      const record = await executions.putStart({
        executionId,
        organizationId: LOCAL_ORGANIZATION,
        workflowId: 'wfl',
        workflowRevision: 1,
        name: 'Test',
        plan,
        input,
        startedAt: times.createdAt,
        ...(budget && { budget }),
      });
      return begin(record);
    },
    async fork({ id }, superstep, edits) {
      const at = superstep ?? (await executions.getLastSuperstep(LOCAL_ORGANIZATION, id));
      if (at === null) throw new Error(`There is no execution ${id}`);
      const forked = await forkExecution(forking, toForkRequest(id), { superstep: at, edits });
      return runOf(forked.id);
    },
    async retry({ id }) {
      const retried = await retryExecution(forking, toForkRequest(id));
      return runOf(retried.id);
    },
    run: async (root, input, budget) => (await rig.start(root, input, budget)).finished(),
    send: ({ id }, letter) => {
      const whole = { id: `let_${randomUUID()}`, about: '', ...letter };
      return sendLetter({ executions, postman }, LOCAL_ORGANIZATION, id, whole);
    },
    async withoutWorker(work) {
      await Promise.all(workers.map(({ stop }) => stop()));
      await work();
      await startWorker();
    },
    async close() {
      await Promise.all(workers.map(({ stop }) => stop()));
      await Promise.all([connection.close(), temporal.close(), model.close()]);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

const toForkRequest = (source: string): ForkRequest => ({
  organizationId: LOCAL_ORGANIZATION,
  executionId: `exe_${randomUUID()}`,
  source,
});

function toRun({ executions, model }: EngineRig, id: string, handle: WorkflowHandle): Omit<Run, 'firstRunId'> {
  const feed = async () => (await executions.readEvents(LOCAL_ORGANIZATION, id, 0, 100_000))?.items ?? [];
  return {
    id,
    handle,
    feed,
    async finished() {
      let execution: Execution | null = null;
      const ended = async () => {
        execution = await executions.get(LOCAL_ORGANIZATION, id);
        return execution !== null && hasEnded(execution.status);
      };
      await waitUntil(ended, 100_000, `Execution ${id} did not end`);
      const closed = async () => (await handle.describe()).status.name !== 'RUNNING';
      await waitUntil(closed, 20_000, `The workflow ${id} did not close`);
      if (execution === null) throw new Error('unreachable');
      const events = await feed();
      const messages = await executions.listMessages(LOCAL_ORGANIZATION, id, undefined, { limit: 200 });
      if (messages === 'invalidCursor') throw new Error('unreachable');
      const own = model.requests.filter(({ call }) => call.startsWith(`${id}/`)).map(({ call }) => call.slice(id.length + 1));
      const requests = Object.fromEntries(own.map((call) => [call, own.filter((other) => other === call).length]));
      return { execution, events, messages: messages.items, requests };
    },
  };
}

/** The feed in one line an event, for comparisons. */
export function toLines(events: FeedEvent[]): string[] {
  return events.map((event) => {
    const about =
      event.type === 'messageAdded' ? `${event.message.role} ${event.message.thread}[${event.message.index}]` : (event.stepPath ?? '');
    return `${event.type} ${about}`.trim();
  });
}
