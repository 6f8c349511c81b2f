import type { StepInput } from '../contracts/steps';
import type { Metric } from './metrics';

/** A piece of work, written once for us and once on the bare SDK. */
export interface Shape {
  id: string;
  title: string;
  /** Model calls of one execution. */
  calls: number;
  /** Executions a round, and how many of them run at a time. */
  executions: number;
  concurrency: number;
  /** For us: a definition. Every agent in it is `BENCH_AGENT`. */
  root: StepInput;
  /** On the bare SDK: a workflow of bare/workflows.ts with its arguments, and its twin that carries the transcript. */
  bare: { workflow: string; withTranscript: string; arguments: unknown[] };
  targets: Target[];
}

/** What our median must keep: the figure itself, or its ratio to bare without a transcript. */
export interface Target {
  metric: Metric;
  of: 'figure' | 'ratio';
  atMost?: number;
  atLeast?: number;
}

/** The name of the agent that every shape's steps name. */
export const BENCH_AGENT = 'Bench';

export const BENCH_INPUT = 'Write about the sea.';

const stepTime: Target = { metric: 'stepMilliseconds', of: 'ratio', atMost: 1.25 };

export const SHAPES: Shape[] = [
  { ...inARow(3), id: 'three', title: 'three agents in a row, one at a time', executions: 30, concurrency: 1, targets: [stepTime] },
  {
    ...inARow(200),
    id: 'long',
    title: '200 agents in a row',
    executions: 1,
    concurrency: 1,
    targets: [
      stepTime,
      { metric: 'eventsPerCall', of: 'figure', atMost: 6.1 },
      { metric: 'bytesPerCall', of: 'figure', atMost: 1_800 },
      { metric: 'eventsGrowth', of: 'figure', atMost: 1 },
      { metric: 'bytesGrowth', of: 'figure', atMost: 1.02 },
    ],
  },
  {
    ...inARow(3),
    id: 'many',
    title: '300 executions of three agents, 50 at a time',
    executions: 300,
    concurrency: 50,
    targets: [{ metric: 'executionsPerSecond', of: 'ratio', atLeast: 1 / 1.25 }],
  },
];

function inARow(calls: number): Pick<Shape, 'calls' | 'root' | 'bare'> {
  const ids = Array.from({ length: calls }, (_, index) => `agent_${String(index + 1).padStart(3, '0')}`);
  return {
    calls,
    root: { id: 'row', type: 'sequential', steps: ids.map((id) => ({ id, type: 'agent', agent: BENCH_AGENT })) },
    bare: { workflow: 'agentsInARow', withTranscript: 'agentsInARowWithTranscript', arguments: [ids, BENCH_INPUT] },
  };
}
