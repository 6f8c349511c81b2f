/** What is measured of a shape, in the order of the table. */
export const METRICS = {
  stepMilliseconds: { title: 'time per step, ms', digits: 1 },
  executionsPerSecond: { title: 'executions/s', digits: 1 },
  eventsPerCall: { title: 'history events per call', digits: 2 },
  bytesPerCall: { title: 'history bytes per call', digits: 0 },
  eventsGrowth: { title: 'events, last 20 calls : first 20', digits: 2 },
  bytesGrowth: { title: 'bytes, last 20 calls : first 20', digits: 3 },
  writesPerCall: { title: 'store writes per call', digits: 2 },
  writeMilliseconds: { title: 'time per store write until durable, ms', digits: 2 },
  workerProcessor: { title: 'processor time of the worker per call, ms', digits: 2 },
  serverProcessor: { title: 'processor time of Temporal per call, ms', digits: 2 },
  workerMegabytes: { title: 'worker memory (RSS), MB', digits: 0 },
} as const satisfies Record<string, { title: string; digits: number }>;

export type Metric = keyof typeof METRICS;

/** One round's figures; null where a shape is too short to say. */
export type Sample = Record<Metric, number | null>;

/** The middle of the values that there are; null when there are none. */
export function median(values: (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return null;
  return sorted.length % 2 === 1 ? middle : (middle + (sorted[sorted.length / 2 - 1] ?? middle)) / 2;
}
