import { createEngineRig, type EngineRig } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'Ann' });
});
afterAll(() => rig.close());

it('shows in Temporal UI what happened, step by step, and what each activity does', async () => {
  rig.model.setBehaviour((_request, { call }) => (call.includes('/b:') ? { fail: { status: 400 } } : {}));
  const steps = ['a', 'b', 'c'].map((id) => ({ id, type: 'agent' as const, agent: 'Ann' }));
  const run = await rig.start({ id: 'row', type: 'sequential', steps });
  await run.finished();
  const metadata = await run.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(metadata.currentDetails.split('\n').slice(2)).toEqual([
    '| row/a | agent | completed |',
    '| row/b | agent | failed: provider_error |',
    '| row | sequential | failed: provider_error |',
  ]);
  const { events } = await run.handle.fetchHistory();
  const summaries = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes, userMetadata }) =>
    activityTaskScheduledEventAttributes ? [JSON.parse(Buffer.from(userMetadata?.summary?.data ?? []).toString())] : [],
  );
  expect(summaries).toEqual(['Ann · model call 1', 'Ann · model call 1', 'execution · record the end']);
});
