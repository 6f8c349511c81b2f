import { type FeedEvent, StudioError, type Workflow } from '../../client';
import { type ProductScene, startProductScene } from './product-scene';

let scene: ProductScene;
let row: Workflow;

beforeAll(async () => {
  scene = await startProductScene();
  row = await scene.createRow('Ended from outside', ['one', 'two']);
});

afterAll(() => scene?.end());

/** An execution whose first call hangs in mid-stream. */
async function executeToMidStream(gate: string): Promise<string> {
  await scene.fake.setBehaviour([{ when: { callIncludes: 'row/one:m1' }, behaviour: { hold: { gate, at: { pieces: 2 } } } }]);
  const { executionId } = await scene.client.workflows.execute(row.id, 'hello');
  await scene.fake.waitFor(({ held }) => held[gate] === 1);
  return executionId;
}

function isAnswer(event: FeedEvent): boolean {
  return event.type === 'messageAdded' && event.message.role === 'assistant';
}

function expectOneCutCall(executionId: string) {
  const isCut = ({ calls }: { calls: Record<string, { disconnected: number }> }) => calls[`${executionId}/row/one:m1`]?.disconnected === 1;
  return scene.fake.waitFor(isCut);
}

test("a cancel in mid-stream closes the provider's socket and no further call is made", async () => {
  const executionId = await executeToMidStream('cancel');
  expect(await scene.client.executions.cancel(executionId)).toMatchObject({ cancelRequestedAt: expect.any(String) });
  await expectOneCutCall(executionId);

  const ended = await scene.client.executions.result(executionId);
  expect(ended).toMatchObject({ status: 'cancelled', output: null, usage: { calls: 0, wastedCalls: 1 } });
  const { calls, attempts, events, messages } = await scene.check(executionId);
  expect(calls).toEqual({ 'row/one:m1': { requests: 1, completed: 0, disconnected: 1, failed: 0 } });
  expect(attempts).toMatchObject([{ status: 'cancelled', wasted: true, estimated: true }]);
  expect(messages.map(({ role }) => role)).toEqual(['user']);
  expect(events.map(({ type }) => type)).not.toContain('stepCompleted');
  await expect(scene.client.executions.cancel(executionId)).rejects.toMatchObject({ code: 'execution_ended', status: 409 });
});

test('cancels that arrive around the last flush leave one truth, and one terminal event', async () => {
  await scene.fake.setBehaviour({});
  const single = await scene.createRow('Cancelled at the end', ['one']);
  /** Cancels at the moment the last message is added: what is left then is the last flush. */
  const executeAndCancel = async (input: string) => {
    const { executionId } = await scene.client.workflows.execute(single.id, input);
    for await (const event of scene.client.executions.watchEvents(executionId)) if (isAnswer(event)) break;
    const answer = await scene.client.executions.cancel(executionId).catch((error: unknown) => error);
    return { executionId, answer };
  };
  const cancelled = await Promise.all(Array.from({ length: 24 }, (_, n) => executeAndCancel(`question ${n}`)));

  for (const { executionId, answer } of cancelled) {
    const { status } = await scene.client.executions.result(executionId);
    expect(['completed', 'cancelled']).toContain(status);
    if (answer instanceof StudioError) {
      expect({ code: answer.code, status }).toEqual({ code: 'execution_ended', status: 'completed' });
    } else {
      expect(answer).toMatchObject({ id: executionId, cancelRequestedAt: expect.any(String) });
    }
    const { calls, execution } = await scene.check(executionId);
    expect(calls['row/one:m1']).toMatchObject({ requests: 1, completed: 1 });
    expect(execution.usage).toMatchObject({ calls: 1, wastedCalls: 0 });
  }
});

test('a workflow that is terminated in Temporal ends as failed, with its terminal event last', async () => {
  const executionId = await executeToMidStream('terminate');
  await scene.temporal.client.workflow.getHandle(executionId).terminate('outside');
  await expectOneCutCall(executionId);
  // The sweeper sees it within 30 s, or at its first sweep in a new process.
  await scene.studio.kill('api');

  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
  const { events, calls } = await scene.check(executionId);
  expect(events.at(-1)).toMatchObject({ type: 'executionEnded', status: 'failed', error: { code: 'terminated' } });
  expect(calls['row/one:m1']).toMatchObject({ requests: 1 });
});
