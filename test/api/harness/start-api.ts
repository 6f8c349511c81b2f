import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createApiServer } from '../../../api/create-server';
import type { ApiDependencies } from '../../../api/dependencies';
import { servePage } from '../../../api/serve-page';
import type { Tool } from '../../../contracts/entities';
import { createFileBlobStore } from '../../../stores/file-blob-store';
import { createOwner } from '../../../stores/process-owner';
import { createSqliteDefinitionStore } from '../../../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../../../stores/sqlite/execution-store';
import { createSqliteIdempotencyStore } from '../../../stores/sqlite/idempotency-store';
import { createSqliteLeaseStore } from '../../../stores/sqlite/lease-store';
import { openDatabase } from '../../../stores/sqlite/open-database';
import { createFakeEngine } from '../../fakes/fake-engine';
import { createFakeLive } from '../../fakes/fake-live';
import { createQuickFolder } from '../../harness/quick-folder';
import { checkAnswer } from './document';
import { createHttpCaller, type HttpOptions } from './http-caller';

const TOOLS: Tool[] = [
  {
    id: 'count_words',
    description: 'Counts words',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false },
    repeat: 'pure',
    source: 'built-in',
  },
];

/** A log that a test can read. */
function createMemoryLog() {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What the API is made of, on SQLite in a folder of its own, without a Temporal server; `owner` is its process. */
export async function createTestDependencies(folder: string, owner = createOwner()) {
  const database = await openDatabase(join(folder, 'studio.db'));
  const dependencies = {
    definitions: createSqliteDefinitionStore(database),
    executions: createSqliteExecutionStore(database, createFileBlobStore(join(folder, 'blobs'))),
    idempotency: createSqliteIdempotencyStore(database, { owner }),
    leases: createSqliteLeaseStore(database, { owner }),
    engine: createFakeEngine(),
    live: createFakeLive(),
    tools: TOOLS,
    models: [{ id: 'scripted', configured: true, models: [{ name: 'demo', capabilities: { tools: true, structuredOutput: false } }] }],
    defaultModel: { provider: 'scripted', name: 'demo' },
    studio: () => ({ version: '0.0.0', temporal: { namespace: 'test', uiUrl: null } }),
    logger: createMemoryLog(),
  } satisfies ApiDependencies;
  return { dependencies, database, close: () => database.close() };
}

export type TestApi = Awaited<ReturnType<typeof startApi>>;

/** The API, listening on a port of its own; `replace` takes the place of parts. */
export async function startApi(replace: Partial<ApiDependencies> & { page?: string } = {}) {
  const folder = createQuickFolder('studio-api-');
  const { dependencies, database, close } = await createTestDependencies(folder);
  const { page = join(folder, 'no-page'), ...parts } = replace;
  const server = createApiServer({ ...dependencies, ...parts }, servePage(page));
  const url = await server.listen(0);
  const send = createHttpCaller(url);
  return {
    ...dependencies,
    database,
    url,
    /** Every answer of an endpoint is checked against the OpenAPI document. */
    call: async (method: string, path: string, options: HttpOptions = {}) => {
      const answer = await send(method, path, options);
      checkAnswer(method, path, answer);
      return answer;
    },
    close: async () => {
      await server.close();
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
