import { randomUUID } from 'node:crypto';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { defineTool } from '../../contracts/define-tool';
import type { StepInput } from '../../contracts/steps';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';

let rig: EngineRig;
/** Calls of the unsafe tool, each of which lasts for ever. */
let charges = 0;
let charged: () => void = () => undefined;

const charge = defineTool({
  id: 'charge',
  description: 'Takes money.',
  inputSchema: { type: 'object' },
  repeat: 'unsafe',
  run: () => {
    charges++;
    charged();
    return new Promise<never>(() => undefined);
  },
});

beforeAll(async () => {
  rig = await createEngineRig({ tools: [charge] });
  await rig.agents({ name: 'A' });
});
afterAll(() => rig?.close());

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const before = (last: StepInput): StepInput => ({ id: 'row', type: 'sequential', steps: [a, last] });

/** As an operator does in Temporal UI: the run begins again behind its first workflow task. */
async function reset({ id, handle }: Run): Promise<void> {
  const { events } = await handle.fetchHistory();
  const first = events?.find(({ workflowTaskCompletedEventAttributes: completed }) => completed);
  const { runId } = await handle.describe();
  await rig.client.workflowService.resetWorkflowExecution({
    namespace: rig.client.options.namespace,
    workflowExecution: { workflowId: id, runId },
    workflowTaskFinishEventId: first?.eventId,
    requestId: randomUUID(),
    reason: 'a test',
  });
}

async function attemptsOf({ id }: Run) {
  const page = await rig.executions.listAttempts(LOCAL_ORGANIZATION, id, { limit: 10 });
  return page === 'invalidCursor' ? [] : page.items;
}

it('a workflow that is reset during a call makes no finished call again, and keeps the record of the stopped attempt', async () => {
  rig.model.setBehaviour([{ when: { callIncludes: 'row/b', countAtMost: 1 }, behaviour: { stallAfter: 1 } }]);
  const run = await rig.start(before({ ...a, id: 'b' }));
  await rig.model.waitFor(({ calls }) => calls[`${run.id}/row/b:m1`] !== undefined);
  await reset(run);
  const { execution, requests } = await run.finished();
  expect(requests).toEqual({ 'row/a:m1': 1, 'row/b:m1': 2 });
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 2, wastedCalls: 1 } });
  expect(await attemptsOf(run)).toMatchObject([
    { callId: 'row/a:m1', attempt: 1, status: 'succeeded' },
    // Lost, until the worker has heard that it was stopped.
    { callId: 'row/b:m1', attempt: 1, status: expect.stringMatching('lost|cancelled'), wasted: true },
    { callId: 'row/b:m1', attempt: 2, status: 'succeeded', wasted: false },
  ]);
  expect(rig.model.requests.filter(({ call }) => call === `${run.id}/row/b:m1`).map(({ attempt }) => attempt)).toEqual([1, 2]);
});

it('an unsafe tool call of which nobody knows what it did is not made again by a reset', async () => {
  rig.model.setBehaviour({ text: 'done' });
  const begun = new Promise<void>((resolve) => {
    charged = resolve;
  });
  const run = await rig.start(before({ id: 'pay', type: 'tool', tool: 'charge' }));
  await begun;
  await reset(run);
  const { execution } = await run.finished();
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'tool_outcome_unknown', stepPath: 'row/pay' } });
  expect(charges).toBe(1);
  expect((await attemptsOf(run)).filter(({ kind }) => kind === 'tool')).toMatchObject([
    { attempt: 1, status: expect.stringMatching('lost|cancelled') },
    { attempt: 2, status: 'lost' },
  ]);
});
