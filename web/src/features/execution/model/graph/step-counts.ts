import type { ExecutionView, StepState, StepSummary } from '@client';

/** How a step of the definition stands, over all its repetitions. */
export interface StepCounts {
  begun: number;
  running: number;
  completed: number;
  failed: number;
  cancelled: number;
}

/** Every step of the definition that has begun, by its path without repetition numbers. */
export function toStepCounts(steps: ExecutionView['steps']): Map<string, StepCounts> {
  const counts = new Map<string, StepCounts>();
  for (const { path, state } of steps.values()) {
    const plain = toPlainPath(path);
    const count = counts.get(plain) ?? { begun: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
    count.begun += 1;
    count[state] += 1;
    counts.set(plain, count);
  }
  return counts;
}

/** The same from what the server has counted. */
export function fromTotals(totals: readonly StepSummary[]): Map<string, StepCounts> {
  return new Map(
    totals
      .filter(({ stepType }) => stepType !== 'turn')
      .map(({ path, begun, completed, failed, cancelled }) => [
        path,
        { begun, running: begun - completed - failed - cancelled, completed, failed, cancelled },
      ]),
  );
}

/** What a node shows: at work wins, then what went wrong. */
export function toShownState(counts: StepCounts | undefined, ended: boolean): StepState | 'planned' | 'skipped' {
  if (counts === undefined) return ended ? 'skipped' : 'planned';
  if (counts.running > 0) return 'running';
  if (counts.failed > 0) return 'failed';
  return counts.cancelled > 0 ? 'cancelled' : 'completed';
}

/** A path without the numbers of repetitions. */
export function toPlainPath(path: string): string {
  return path.replaceAll(/#\d+/g, '');
}
