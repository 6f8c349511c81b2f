import { METRICS, type Metric, median, type Sample } from '../../bench/metrics';
import { toShapeResult } from '../../bench/results';
import { SHAPES, type Shape, type Target } from '../../bench/shapes';
import { toTable } from '../../bench/to-table';

const nothing = Object.fromEntries(Object.keys(METRICS).map((metric) => [metric, null])) as Record<Metric, null>;
const rounds = (metric: Metric, ...values: number[]): Sample[] => values.map((value) => ({ ...nothing, [metric]: value }));
const shapeWith = (...targets: Target[]): Shape => ({ ...(SHAPES[0] as Shape), targets });

const samples = {
  ours: rounds('stepMilliseconds', 12, 30, 11),
  bare: rounds('stepMilliseconds', 10, 30, 10),
  bareWithTranscript: rounds('stepMilliseconds', 20, 60, 20),
};

test('the median of nothing is null, and of an even number the mean of the two in the middle', () => {
  expect(median([null])).toBeNull();
  expect(median([4, 1, null, 3, 2])).toBe(2.5);
});

test('a ratio is the median of the ratios of each round, so that a slow round does not count for one side only', () => {
  const { figures, ratios } = toShapeResult(shapeWith(), samples);
  expect(figures.stepMilliseconds).toEqual({ ours: 12, bare: 10, bareWithTranscript: 20 });
  expect(ratios.stepMilliseconds).toEqual({ bare: 1.1, bareWithTranscript: 0.55 });
});

test('a target is judged by its own bound, and one that was not measured is missed', () => {
  const { targets } = toShapeResult(
    shapeWith(
      { metric: 'stepMilliseconds', of: 'ratio', atMost: 1.1 },
      { metric: 'stepMilliseconds', of: 'figure', atMost: 11.9 },
      { metric: 'stepMilliseconds', of: 'ratio', atLeast: 1.2 },
      { metric: 'bytesGrowth', of: 'figure', atMost: 1 },
    ),
    samples,
  );
  expect(targets.map(({ met }) => met)).toEqual([true, false, false, false]);
});

test('a target may be a ratio to bare with the transcript, and work without such a twin has none', () => {
  const target: Target = { metric: 'stepMilliseconds', of: 'ratioWithTranscript', atMost: 0.95 };
  expect(toShapeResult(shapeWith(target), samples).targets).toMatchObject([{ measured: 0.55, met: true }]);
  const { ratios, targets } = toShapeResult(shapeWith(target), { ...samples, bareWithTranscript: [] });
  expect(ratios.stepMilliseconds.bareWithTranscript).toBeNull();
  expect(targets).toMatchObject([{ measured: null, met: false }]);
});

test('the table says which targets were met', () => {
  const table = toTable(toShapeResult(shapeWith({ metric: 'stepMilliseconds', of: 'ratio', atMost: 1.05 }), samples));
  expect(table).toContain('MISSED time per step, ms, ours : bare: 1.10 (at most 1.05)');
  expect(table).not.toContain(METRICS.bytesPerCall.title);
});
