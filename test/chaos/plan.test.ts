import { createPlan } from './plan';

const SIZE = { executions: 200, milliseconds: 60_000, faultEvery: [1_000, 3_000] as [number, number] };

it('is the same for a seed, another for another, and survives a file', () => {
  const plan = createPlan(5, SIZE);
  expect(createPlan(5, SIZE)).toEqual(plan);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  expect(createPlan(6, SIZE).actions).not.toEqual(plan.actions);
});

it('starts every execution once, in order of time, and breaks every part', () => {
  const { actions } = createPlan(5, SIZE);
  const numbers = actions.flatMap((action) => (action.do === 'execute' ? [action.number] : []));
  expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, number) => number));
  expect(actions.map(({ at }) => at)).toEqual(actions.map(({ at }) => at).toSorted((one, other) => one - other));
  const broken = actions.flatMap((action) => (action.do === 'kill' || action.do === 'freeze' ? [action.part] : []));
  expect([...new Set(broken)].sort()).toEqual(['api', 'faultyApi', 'faultyWorker', 'supervisor', 'temporal', 'worker']);
});
