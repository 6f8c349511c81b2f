import { join } from 'node:path';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createUnixSocketPublisher } from '../../stores/live/unix-socket-publisher';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { openDatabase } from '../../stores/sqlite/open-database';

/** Writes what a worker writes, straight to a Studio's store and live channel, as fast as those take it. */
export interface StandInWorker {
  /** A listed execution with an empty feed. Nothing in Temporal belongs to it. */
  begin(executionId: string): Promise<void>;
  /** A call whose text is written piece by piece, without an end. */
  streamText(executionId: string, callId: string, pieces: string[]): void;
  /** Messages of this text, in one transaction. */
  say(executionId: string, from: number, count: number, text: string): Promise<void>;
  end(executionId: string): Promise<void>;
  close(): Promise<void>;
}

export async function createStandInWorker(dataFolder: string): Promise<StandInWorker> {
  const database = await openDatabase(join(dataFolder, 'studio.db'));
  const executions = createSqliteExecutionStore(database, createFileBlobStore(join(dataFolder, 'blobs')));
  const ignore = () => undefined;
  const live = createUnixSocketPublisher({ folder: dataFolder, logger: { debug: ignore, info: ignore, warn: ignore, error: ignore } });
  return {
    async begin(executionId) {
      await executions.putStart({
        executionId,
        organizationId: LOCAL_ORGANIZATION,
        workflowId: null,
        workflowRevision: null,
        name: executionId,
        plan: { root: { id: 'a', type: 'tool', tool: 'none', arguments: {} }, agents: {} },
        input: null,
        startedAt: new Date().toISOString(),
      });
      await executions.listStarted(LOCAL_ORGANIZATION, executionId);
    },
    streamText(executionId, callId, pieces) {
      let offset = 0;
      for (const text of pieces) {
        live.delta({ executionId, callId, attempt: 1, offset, text, stepPath: 'a', agent: 'stand-in' });
        offset += text.length;
      }
    },
    async say(executionId, from, count, text) {
      const messages = Array.from({ length: count }, (_, index) => ({ thread: 't', index: from + index, role: 'user' as const, text }));
      const call = {
        callId: `a/${from}`,
        stepPath: 'a',
        attempt: 1,
        kind: 'model' as const,
        activity: 'stand-in',
        worker: 'stand-in',
        estimatedInputTokens: 0,
      };
      await executions.beginAttempt(LOCAL_ORGANIZATION, executionId, { ...call, facts: [], messages });
      live.committed(executionId);
    },
    async end(executionId) {
      await executions.close(LOCAL_ORGANIZATION, executionId, [], { status: 'completed' });
      live.committed(executionId);
    },
    async close() {
      await live.close();
      await database.close();
    },
  };
}
