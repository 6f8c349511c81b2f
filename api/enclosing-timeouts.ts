import { toMilliseconds } from '../contracts/duration';
import type { TimedStep } from '../contracts/ports/approval-store';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { walkSteps } from '../plans/walk-steps';

interface Place {
  executionId: string;
  stepPath: string;
}

/** The steps at or above a place that have a timeout, those of the executions above its execution too. */
export async function findEnclosingTimeouts(
  executions: Pick<ExecutionStore, 'getStart'>,
  organizationId: string,
  from: Place,
): Promise<TimedStep[]> {
  const found: TimedStep[] = [];
  for (let place: Place | undefined = from; place !== undefined; ) {
    const { executionId, stepPath }: Place = place;
    const start = await executions.getStart(organizationId, executionId);
    if (start === null) break;
    const timeouts = new Map<string, number>();
    for (const { step } of walkSteps(start.plan.root)) {
      // An approval's is its deadline, which it has itself.
      if (step.timeout !== undefined && step.type !== 'approval') timeouts.set(step.id, toMilliseconds(step.timeout));
    }
    const names = stepPath.split('/');
    for (const [index, name] of names.entries()) {
      const timeoutMs = timeouts.get(name.split('#')[0] ?? '');
      if (timeoutMs !== undefined) found.push({ executionId, stepPath: names.slice(0, index + 1).join('/'), timeoutMs });
    }
    place = start.parent;
  }
  return found;
}
