import { newerUsage } from '../../web/src/features/execution/model/newer-usage';

const usage = (calls: number, wastedCalls: number) => ({ inputTokens: 0, outputTokens: 0, calls, wastedCalls, cost: null });

it('shows a call that was lost before the next superstep tells of it', () => {
  expect(newerUsage(usage(1, 0), usage(1, 1))).toEqual(usage(1, 1));
  expect(newerUsage(usage(2, 1), usage(1, 1))).toEqual(usage(2, 1));
  expect(newerUsage(null, usage(0, 0))).toEqual(usage(0, 0));
});
