import { join } from 'node:path';
import { TASK_QUEUE } from '../../contracts/constants';
import { connectTemporalClient } from '../../runtime/connect-temporal';
import { readRunFile } from '../../runtime/run-file';

/** Whether the worker of this identity asks the Temporal server of the data folder's `run.json` for work. */
export async function workerPolls(dataFolder: string, identity: string): Promise<boolean> {
  const temporal = readRunFile(join(dataFolder, 'run.json'))?.temporal;
  if (!temporal) return false;
  const { connection, close } = connectTemporalClient(temporal, undefined, { retry: false });
  try {
    const request = { namespace: temporal.namespace, taskQueue: { name: TASK_QUEUE }, taskQueueType: 1 };
    const { pollers } = await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.describeTaskQueue(request));
    return pollers.some((poller) => poller.identity === identity);
  } catch {
    // The server is away; it is asked again.
    return false;
  } finally {
    await close();
  }
}
