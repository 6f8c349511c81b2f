import { type Attempt, type ExecutionView, type StepNode, type StepState, toStepName, toStepPath } from '@client';
import { type Bar, toAttemptBar, toPauseBar } from './call-bars';
import { findStepPath } from './find-step-path';

export interface TimelineRow {
  key: string;
  name: string;
  depth: number;
  /** The step's own time; null for a speaker in a chat. */
  step: { from: number; to: number | null; state: StepState } | null;
  bars: Bar[];
}

/**
 * Steps in their order, each with its calls below its own time; a chat has a row for each speaker, so that it shows
 * who waited for whom. Waits are the pauses between an attempt that failed and the next.
 */
export function toTimeline(tree: readonly StepNode[], view: ExecutionView, attempts: readonly Attempt[]): TimelineRow[] {
  const bars = toBars(view, attempts);
  const rows: TimelineRow[] = [];
  const add = (node: StepNode, depth: number) => {
    const { step } = node;
    if (step === null) return;
    const own = bars.get(node.path) ?? new Map<string, Bar[]>();
    rows.push({
      key: node.path,
      name: node.name,
      depth,
      step: { from: Date.parse(step.startedAt), to: toMs(step.endedAt), state: step.state },
      bars: own.get('') ?? [],
    });
    for (const [speaker, spoken] of own) {
      if (speaker !== '') rows.push({ key: `${node.path} ${speaker}`, name: speaker, depth: depth + 1, step: null, bars: spoken });
    }
    for (const child of node.children) add(child, depth + 1);
  };
  for (const node of tree) add(node, 0);
  return rows;
}

/** Bars by step, then by who in it: an empty name for the step's own calls. */
function toBars(view: ExecutionView, attempts: readonly Attempt[]): Map<string, Map<string, Bar[]>> {
  const steps = new Map<string, Map<string, Bar[]>>();
  const put = (bar: Bar) => {
    const path = toStepPath(bar.callId);
    const stepPath = findStepPath(view.steps, path);
    const speaker = path === stepPath ? '' : toStepName(path).replace(/#\d+$/, '');
    const speakers = steps.get(stepPath) ?? new Map<string, Bar[]>();
    steps.set(stepPath, speakers);
    speakers.set(speaker, [...(speakers.get(speaker) ?? []), bar]);
  };
  for (const attempt of attempts) put(toAttemptBar(attempt));
  for (const retry of view.retries) {
    const pause = toPauseBar(retry);
    if (pause !== null) put(pause);
  }
  return steps;
}

function toMs(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

/** Round moments between two times, in ms after the first: at most `most` of them. */
export function toTicks(lengthMs: number, most = 8): number[] {
  const steps = [
    100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000, 21_600_000, 86_400_000,
  ];
  const step = steps.find((one) => lengthMs / one <= most) ?? Math.ceil(lengthMs / most / 86_400_000) * 86_400_000;
  // One at the very end would have no room for its label.
  return Array.from({ length: Math.floor((lengthMs * 0.93) / step) + 1 }, (_, index) => index * step);
}
