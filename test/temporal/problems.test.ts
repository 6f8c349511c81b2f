import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal as proto } from '@temporalio/proto';
import { connectTemporalClient, type TemporalClient, withTemporalDeadline } from '../../runtime/connect-temporal';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import { waitUntil } from '../../runtime/wait-until';
import { testTemporal } from '../harness/temporal-server';

const { CommandType, TaskQueueKind } = proto.api.enums.v1;

let temporal: TemporalClient;
beforeAll(() => {
  temporal = connectTemporalClient(testTemporal());
});
afterAll(() => temporal.close());

/** A workflow whose worker is this test, which answers tasks by hand. */
async function startByHand() {
  const taskQueue = `by-hand-${randomUUID()}`;
  const engine = createTemporalEngine(() => temporal.client, { taskQueue });
  const executionId = `exe_${randomUUID()}`;
  await engine.start({
    executionId,
    organizationId: 'acme',
    workflowId: null,
    name: 'By hand',
    root: { id: 'a', type: 'tool', tool: 'text_statistics' },
  });
  const { namespace } = temporal.client.options;
  const queue = { name: taskQueue, kind: TaskQueueKind.TASK_QUEUE_KIND_NORMAL };
  const service = temporal.connection.workflowService;
  const poll = <T>(call: () => Promise<T>) => withTemporalDeadline(temporal.connection, call, 20_000);
  return {
    engine,
    executionId,
    problem: async () => (await engine.describe(executionId))?.problem,
    isListed: async () => (await engine.listStuck(100)).some((stuck) => stuck.executionId === executionId),
    signal: () => temporal.client.workflow.getHandle(executionId).signal('anything'),
    async failTask(message: string) {
      const { taskToken } = await poll(() => service.pollWorkflowTaskQueue({ namespace, taskQueue: queue, identity: 'hand' }));
      await service.respondWorkflowTaskFailed({ namespace, taskToken, failure: { message }, identity: 'hand' });
    },
    async completeTask(commands: proto.api.command.v1.ICommand[] = []) {
      const { taskToken } = await poll(() => service.pollWorkflowTaskQueue({ namespace, taskQueue: queue, identity: 'hand' }));
      await service.respondWorkflowTaskCompleted({ namespace, taskToken, commands, identity: 'hand' });
    },
    /** Schedules an activity, with as many attempts as that, 0 without end, at once after each other. */
    async scheduleActivity(activity: string, maximumAttempts: number) {
      await this.completeTask([
        {
          commandType: CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK,
          scheduleActivityTaskCommandAttributes: {
            activityId: '1',
            activityType: { name: activity },
            taskQueue: queue,
            startToCloseTimeout: msToTs('1m'),
            retryPolicy: { initialInterval: msToTs(1), backoffCoefficient: 1, maximumAttempts },
          },
        },
      ]);
    },
    async failActivity(message: string) {
      const { taskToken } = await poll(() => service.pollActivityTaskQueue({ namespace, taskQueue: queue, identity: 'hand' }));
      await service.respondActivityTaskFailed({
        namespace,
        taskToken,
        failure: { message, applicationFailureInfo: { type: 'Error' } },
        identity: 'hand',
      });
    },
    end: () => temporal.client.workflow.getHandle(executionId).terminate(),
  };
}

it('finds a workflow whose task fails twice in a row, with the reason, and no more once a task succeeds', async () => {
  const workflow = await startByHand();
  await workflow.failTask('TypeError: x is not a function');
  expect(await workflow.problem()).toBeUndefined();
  await workflow.failTask('TypeError: x is not a function');
  const problem = {
    code: 'workflow_task_failed',
    message: 'The next step cannot be worked out: TypeError: x is not a function',
  };
  expect(await workflow.problem()).toEqual(problem);
  await waitUntil(workflow.isListed, 10_000, 'The server did not list it');
  // A signal makes Temporal number the attempts of the task anew.
  await workflow.signal();
  expect(await workflow.problem()).toEqual(problem);
  expect(await workflow.engine.listStuck(100)).toContainEqual({ organizationId: 'acme', executionId: workflow.executionId });
  await workflow.completeTask();
  expect(await workflow.problem()).toBeUndefined();
  await waitUntil(async () => !(await workflow.isListed()), 10_000, 'The server still lists it');
  await workflow.end();
});

it('finds an activity that is tried without end, and none whose attempts are numbered', async () => {
  const [stuck, retried] = [await startByHand(), await startByHand()];
  await stuck.scheduleActivity('evaluate', 0);
  await retried.scheduleActivity('callModel', 25);
  for (let attempt = 1; attempt <= 6; attempt++) {
    expect(await stuck.problem()).toBeUndefined();
    await Promise.all([stuck.failActivity('the store is broken'), retried.failActivity('http_503')]);
  }
  expect(await stuck.problem()).toEqual({ code: 'activity_failed', message: '"evaluate" fails again and again: the store is broken' });
  expect(await retried.problem()).toBeUndefined();
  await Promise.all([stuck.end(), retried.end()]);
});

it('finds a workflow that no worker takes up for more than a minute', async () => {
  const workflow = await startByHand();
  expect(await workflow.problem()).toBeUndefined();
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 62_000);
  expect(await workflow.problem()).toMatchObject({ code: 'no_worker' });
  clock.mockRestore();
  await workflow.end();
});
