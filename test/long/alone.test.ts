import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createClient } from '../../client';
import { connectTemporalClient } from '../../runtime/connect-temporal';
import { type ExtraProcess, startExtraApi, startLoneWorker } from '../harness/extra-processes';
import { createQuickFolder } from '../harness/quick-folder';
import { testTemporal } from '../harness/temporal-server';

test('an API and a worker, each started alone on an existing Temporal, make their namespace and run what they are asked', async () => {
  const { address } = testTemporal();
  const namespace = `alone-${randomUUID()}`;
  const folder = createQuickFolder('studio-alone-');
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, STUDIO_SCRIPTED_DELAY: '0' };
  const worker = startLoneWorker(folder, env);
  let api: (ExtraProcess & { url: string }) | undefined;
  try {
    api = await startExtraApi(folder, env);
    const answer = await createClient({ url: api.url }).agents.execute({ definition: { name: 'Alone' }, input: 'Hello' });
    expect(answer).toMatchObject({ status: 'completed' });
    const { connection, close } = connectTemporalClient({ address, namespace });
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 60 * 60);
    await close();
  } finally {
    await Promise.all([worker.end('SIGTERM'), api?.end('SIGTERM')]);
    rmSync(folder, { recursive: true, force: true });
  }
});
