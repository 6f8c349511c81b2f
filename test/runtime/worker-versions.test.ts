import { temporal } from '@temporalio/proto';
import { waitUntil } from '../../runtime/wait-until';
import { useBuild } from '../../runtime/worker-versions';

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;
const version = { deploymentName: 'test', buildId: '2' };

/** A server whose choice is build 1 until it is told otherwise; its queues learn of that when `look` says so. */
function createServer({ queues = [{ name: 'work', type: TASK_QUEUE_TYPE_WORKFLOW }], chosen = '2' } = {}) {
  const state = { current: '1', looks: 0, knowing: new Set<string>(), queues };
  const at = (buildId: string) => ({ deploymentName: 'test', buildId });
  const workflowService = {
    describeWorkerDeployment: async () => ({ workerDeploymentInfo: { routingConfig: { currentDeploymentVersion: at(state.current) } } }),
    setWorkerDeploymentCurrentVersion: async () => {
      state.current = chosen;
      return {};
    },
    describeWorkerDeploymentVersion: async () => {
      state.looks += 1;
      return { versionTaskQueues: state.queues };
    },
    listTaskQueuePartitions: async () => ({ workflowTaskQueuePartitions: [{ key: 'work' }, { key: 'work/1' }] }),
    describeTaskQueue: async ({ taskQueue }: { taskQueue: { name: string } }) => ({
      versioningInfo: { currentDeploymentVersion: at(state.knowing.has(taskQueue.name) ? '2' : '1') },
    }),
  };
  const server = { workflowService, withDeadline: <T>(_deadline: number | Date, call: () => Promise<T>) => call() };
  return { state, server: server as unknown as Parameters<typeof useBuild>[0] };
}

/** Waits until it has looked `count` more times. */
function look(state: { looks: number }, count: number): Promise<void> {
  const { looks } = state;
  return waitUntil(() => state.looks >= looks + count, 10_000, 'It does not look', 5);
}

it('a build is in use when every partition of its workflow queue knows, not before', async () => {
  const { state, server } = createServer();
  const done = jest.fn();
  const using = useBuild(server, 'test', version).then(done);
  await look(state, 1);
  state.knowing.add('work');
  await look(state, 2);
  expect(done).not.toHaveBeenCalled();
  state.knowing.add('work/1');
  await using;
  expect(done).toHaveBeenCalledWith('1');
});

it('a build whose workflow queue Temporal does not know yet is not in use', async () => {
  const { state, server } = createServer({ queues: [{ name: 'work', type: TASK_QUEUE_TYPE_ACTIVITY }] });
  state.knowing.add('work').add('work/1');
  const using = useBuild(server, 'test', version);
  await look(state, 2);
  state.queues = [...state.queues, { name: 'work', type: TASK_QUEUE_TYPE_WORKFLOW }];
  expect(await using).toBe('1');
});

it('a choice that the queues do not learn of, or that somebody else changes, is an error that says so', async () => {
  const { server } = createServer();
  await expect(useBuild(server, 'test', version, 10)).rejects.toThrow(/^Build 2 is chosen, but .* within 10 ms$/);
  await expect(useBuild(createServer({ chosen: '3' }).server, 'test', version)).rejects.toThrow('Somebody chose build 3 at the same time');
});
