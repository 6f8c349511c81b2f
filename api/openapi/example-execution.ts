import type { Attempt, Checkpoint, Execution, Message } from '../../contracts/entities';
import type { FeedEvent } from '../../contracts/events';
import { IDS, TIMES } from './example-values';

export const USAGE = { inputTokens: 180, outputTokens: 95, calls: 2, wastedCalls: 0, cost: null };

export const RUNNING: Execution = {
  id: IDS.execution,
  organizationId: 'local',
  workflowId: IDS.workflow,
  workflowRevision: 1,
  name: 'Article',
  status: 'running',
  input: { topic: 'tides' },
  output: null,
  usage: { ...USAGE, calls: 1 },
  error: null,
  startedAt: TIMES.start,
  endedAt: null,
};

export const COMPLETED: Execution = {
  ...RUNNING,
  status: 'completed',
  output: { text: 'Twice a day the sea comes and goes.' },
  usage: USAGE,
  endedAt: TIMES.end,
};

/** A fork of {@link COMPLETED} that has just begun. */
export const FORKED = {
  ...RUNNING,
  id: `${RUNNING.id}f`,
  forkedFrom: { executionId: COMPLETED.id, superstep: 2, kind: 'fork' },
} satisfies Execution;

/** {@link COMPLETED} as one side of a comparison. */
export const COMPARED = {
  id: COMPLETED.id,
  name: COMPLETED.name,
  workflowRevision: 1,
  status: 'completed' as const,
  usage: USAGE,
  error: null,
  startedAt: TIMES.start,
  endedAt: TIMES.end,
};

export const CANCELLING: Execution = { ...RUNNING, cancelRequestedAt: TIMES.middle };

export const PAUSED: Execution = { ...RUNNING, status: 'paused', pausedAt: TIMES.middle };

export const MESSAGE: Message = {
  id: 'article/write/1',
  thread: 'article/write',
  index: 1,
  seq: 4,
  role: 'assistant',
  agent: 'Writer',
  text: 'Twice a day the sea comes and goes.',
  callId: 'article/write:m1',
  at: TIMES.middle,
};

export const EVENTS: FeedEvent[] = [
  { seq: 1, type: 'executionStarted', at: TIMES.start, executionId: IDS.execution, workflowId: IDS.workflow, workflowRevision: 1 },
  { seq: 2, type: 'stepStarted', at: TIMES.start, executionId: IDS.execution, stepPath: 'article/write', stepType: 'agent' },
  {
    seq: 3,
    type: 'messageAdded',
    at: TIMES.middle,
    executionId: IDS.execution,
    stepPath: 'article/write',
    message: { ...MESSAGE, seq: 3 },
  },
];

export const CHECKPOINT: Checkpoint = {
  superstep: 1,
  stepPath: 'article/write',
  at: TIMES.middle,
  seq: 5,
  usage: USAGE,
  editable: {
    agents: ['Writer', 'Reviewer'],
    messages: ['article/write/0', 'article/write/1', 'article/write/3'],
    toolResults: ['article/write:t1.1'],
    answers: [],
    inputs: ['article/review'],
  },
};

export const ATTEMPT: Attempt = {
  callId: 'article/write:m1',
  attempt: 1,
  kind: 'model',
  status: 'succeeded',
  wasted: false,
  inputTokens: 90,
  outputTokens: 45,
  estimated: false,
  startedAt: TIMES.start,
  endedAt: TIMES.middle,
};
