import type { Execution, FeedEvent } from '../../../client';

export const EXECUTION_ID = 'execution-1';

export const NO_USAGE = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };

export const RUNNING: Execution = {
  id: EXECUTION_ID,
  organizationId: 'local',
  workflowId: 'workflow-1',
  workflowRevision: 1,
  name: 'Article',
  status: 'running',
  input: 'tides',
  output: null,
  usage: NO_USAGE,
  error: null,
  startedAt: '2026-11-24T12:00:00.000Z',
  endedAt: null,
};

type Body<T> = T extends FeedEvent ? Omit<T, 'seq' | 'at' | 'executionId'> : never;

/** A feed of these events: numbers and times are given here. */
export function toFeed(bodies: Body<FeedEvent>[]): FeedEvent[] {
  return bodies.map((body, index) => {
    const at = new Date(Date.UTC(2026, 10, 24, 12, 0, index)).toISOString();
    return { ...body, seq: index + 1, at, executionId: EXECUTION_ID } as FeedEvent;
  });
}

/** `count` events, the last of them terminal. */
export function longFeed(count: number): FeedEvent[] {
  const steps: Body<FeedEvent>[] = Array.from({ length: count - 1 }, (_, index) => ({
    type: 'stepStarted',
    stepPath: `loop/step#${index + 1}`,
    stepType: 'agent',
  }));
  return toFeed([...steps, { type: 'executionEnded', status: 'completed', usage: NO_USAGE }]);
}
