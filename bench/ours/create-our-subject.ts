import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { createId } from '../../api/create-id';
import type { ApiDependencies } from '../../api/dependencies';
import { startExecution } from '../../api/start-execution';
import { LOCAL_ORGANIZATION, TASK_QUEUE } from '../../contracts/constants';
import { agentBody, type Workflow, workflowBody } from '../../contracts/entities';

import { createLogger } from '../../runtime/create-logger';
import { createDataFolder } from '../../runtime/data-folder';
import { loadWorkflowBundle } from '../../runtime/load-workflow-bundle';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteDefinitionStore } from '../../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { createSqliteIdempotencyStore } from '../../stores/sqlite/idempotency-store';
import { createSqliteLeaseStore } from '../../stores/sqlite/lease-store';
import { openDatabase } from '../../stores/sqlite/open-database';
import { countStoreWrites } from '../count-store-writes';
import { createInstantModel, INSTANT_MODEL } from '../instant-model';
import type { Shape } from '../shapes';
import { startBenchWorker } from '../start-bench-worker';
import type { BenchSettings, Subject } from '../subject';
import { BENCH_AGENT } from '../works';

/** The product: executions start as the API starts them, in this process, and run on its worker. */
export async function createOurSubject(client: Client, settings: BenchSettings): Promise<Subject> {
  const folder = createDataFolder(settings.dataFolder);
  const database = await openDatabase(folder.database);
  const { store, writes } = countStoreWrites(createSqliteExecutionStore(database, createFileBlobStore(folder.blobs)));
  const dependencies: ApiDependencies = {
    definitions: createSqliteDefinitionStore(database),
    executions: store,
    idempotency: createSqliteIdempotencyStore(database, { owner: 'bench' }),
    leases: createSqliteLeaseStore(database, { owner: 'bench' }),
    engine: createTemporalEngine(() => client),
    live: { snapshot: () => [], subscribe: () => () => {}, close: async () => {} },
    tools: [],
    models: [createInstantModel()],
    defaultModel: INSTANT_MODEL,
    prices: { 'bench/*': { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2', maxOutputTokens: 1_000 } },
    studio: () => ({ version: 'bench', temporal: { namespace: settings.namespace, uiUrl: null } }),
    logger: createLogger({ name: 'bench', level: 'warn' }),
  };
  const { definitions } = dependencies;
  await definitions.agents.create(LOCAL_ORGANIZATION, createId('agent'), agentBody.parse({ name: BENCH_AGENT, instructions: 'Write.' }));
  const workflows = new Map<string, Promise<Workflow>>();
  const worker = await startBenchWorker(join(__dirname, 'main.ts'), {
    ...settings,
    taskQueue: TASK_QUEUE,
    workflowBundle: await loadWorkflowBundle(),
  });

  async function saveWorkflow({ title, root, budget }: Shape): Promise<Workflow> {
    const saved = await definitions.workflows.create(
      LOCAL_ORGANIZATION,
      createId('workflow'),
      workflowBody.parse({ name: title, root, budget }),
    );
    if (saved === 'nameTaken') throw new Error(`Two shapes are called "${title}"; give each a title of its own`);
    return saved;
  }

  return {
    name: 'ours',
    pid: worker.pid,
    runs: () => true,
    async start(shape) {
      const saving = workflows.get(shape.id) ?? saveWorkflow(shape);
      workflows.set(shape.id, saving);
      return startExecution(dependencies, {
        organizationId: LOCAL_ORGANIZATION,
        executionId: createId('execution'),
        workflow: await saving,
        input: shape.input,
      });
    },
    countWrites: async () => [writes, await worker.countWrites()],
    async stop() {
      await worker.stop();
      await database.close();
    },
  };
}
