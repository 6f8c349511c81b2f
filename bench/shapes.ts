import type { Budget } from '../contracts/budget';
import type { Metric } from './metrics';
import { atOnce, chat, forEachOf, inARow, type Work } from './works';

/** A piece of work, and how much of it is done in a round. */
export interface Shape extends Work {
  id: string;
  title: string;
  /** Executions a round, and how many of them run at a time. */
  executions: number;
  concurrency: number;
  /** Of ours. */
  budget?: Budget;
  targets: Target[];
}

/** What our median must keep: the figure itself, or its ratio to bare without a transcript, or to bare with it. */
export interface Target {
  metric: Metric;
  of: 'figure' | 'ratio' | 'ratioWithTranscript';
  atMost?: number;
  atLeast?: number;
}

const stepTime = (atMost: number): Target => ({ metric: 'stepMilliseconds', of: 'ratio', atMost });

/** Begin and end of an execution count too, so a short one has more of both for each of its calls. */
const history = (events: number, bytes: number): Target[] => [
  { metric: 'eventsPerCall', of: 'figure', atMost: events },
  { metric: 'bytesPerCall', of: 'figure', atMost: bytes },
];

/** What a call adds is the same from the first to the last. */
const constant: Target[] = [
  { metric: 'eventsGrowth', of: 'figure', atMost: 1 },
  { metric: 'bytesGrowth', of: 'figure', atMost: 1.02 },
];

export const SHAPES: Shape[] = [
  {
    ...inARow(3),
    id: 'three',
    title: 'three agents in a row, one at a time',
    executions: 30,
    concurrency: 1,
    targets: [stepTime(1.25), ...history(7.7, 2_000)],
  },
  {
    ...inARow(200),
    id: 'long',
    title: '200 agents in a row',
    executions: 1,
    concurrency: 1,
    targets: [stepTime(1.25), ...history(6.1, 1_800), ...constant],
  },
  {
    ...inARow(3),
    id: 'many',
    title: '300 executions of three agents, 50 at a time',
    executions: 300,
    concurrency: 50,
    targets: [{ metric: 'executionsPerSecond', of: 'ratio', atLeast: 0.85 }],
  },
  {
    ...atOnce(5),
    id: 'five',
    title: 'five agents at once and an aggregator',
    executions: 30,
    concurrency: 1,
    targets: [stepTime(1.4), ...history(6.1, 1_800)],
  },
  {
    ...chat(12),
    id: 'chat',
    title: 'a chat of 12 rounds',
    executions: 10,
    concurrency: 1,
    targets: [stepTime(1.25), ...history(7, 1_800)],
  },
  {
    ...chat(200),
    id: 'longChat',
    title: 'a chat of 200 rounds',
    executions: 1,
    concurrency: 1,
    targets: [
      stepTime(1.15),
      { metric: 'stepMilliseconds', of: 'ratioWithTranscript', atMost: 0.95 },
      { metric: 'bytesPerCall', of: 'ratioWithTranscript', atMost: 0.05 },
      ...history(6.1, 1_800),
      ...constant,
    ],
  },
  {
    ...forEachOf(300, { maxParallel: 10 }),
    id: 'map',
    title: 'an agent for each of 300 items, ten at a time',
    executions: 1,
    concurrency: 1,
    targets: history(6.1, 1_800),
  },
];
