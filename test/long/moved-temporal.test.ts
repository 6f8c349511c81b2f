import { createServer } from 'node:net';
import { createClient } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { startExtraApi, startExtraWorker } from '../harness/extra-processes';
import { signal } from '../harness/processes';
import { startStudio } from '../harness/studio';
import { workerPolls } from '../harness/worker-polls';

const addressOf = ({ temporal }: { temporal: { address: string } | null }) => temporal?.address ?? '';

test('an API and a worker beside a Studio go on with it when it was stopped and its Temporal is elsewhere since', async () => {
  let studio = await startStudio();
  const api = await startExtraApi(studio.dataFolder, {});
  const worker = await startExtraWorker(studio.dataFolder, {});
  // Somebody has the port by then.
  const squatter = createServer();
  try {
    const before = addressOf(studio.run());
    await studio.stop();
    await new Promise<void>((resolve) => squatter.listen(Number(before.split(':')[1]), '127.0.0.1', resolve));
    studio = await studio.startAgain();
    expect(addressOf(studio.run())).not.toBe(before);
    // Its polls of the old server have to end first, which is the SDK's affair.
    await waitUntil(() => workerPolls(studio.dataFolder, `worker-${worker.pid}`), 180_000, 'The worker does not come along');
    // Only the worker that was there before.
    const own = studio.pidOf('worker');
    if (own === null) throw new Error('The Studio has no worker');
    await studio.freeze('worker');
    const answer = await createClient({ url: api.url }).agents.execute({ definition: { name: 'Moved' }, input: 'Hello' });
    expect(answer).toMatchObject({ status: 'completed' });
    signal(own, 'SIGCONT');
  } finally {
    squatter.close();
    await Promise.all([api.end(), worker.end()]);
    await studio.cleanUp();
  }
}, 240_000);
