import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { composeWorker } from 'agent-studio/worker';
import { readConfig } from '../../contracts/config';
import { createDataFolder } from '../../runtime/data-folder';
import { resolveTemporal } from '../../runtime/resolve-temporal';
import type { headline } from './workflows';

/**
 * Runs the workflow beside it with a worker of its own. Start a Studio first (`npm start`), then, in the same folder:
 * `node --import tsx examples/own-workflow/main.ts "your topic"`
 */
async function main(): Promise<void> {
  const taskQueue = 'own-workflows';
  const { worker, close } = await composeWorker({ workflowsPath: require.resolve('./workflows'), taskQueue });
  const ended = worker.run();

  const config = readConfig(process.env);
  const { address, namespace } = resolveTemporal(config, createDataFolder(config.STUDIO_DATA));
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const workflowId = `own_${randomUUID()}`;
  const text = await client.workflow.execute<typeof headline>('headline', {
    taskQueue,
    workflowId,
    args: [process.argv[2] ?? 'Tides'],
  });
  process.stdout.write(`${JSON.stringify({ executionId: workflowId, text })}\n`);
  await connection.close();
  await close(ended);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
