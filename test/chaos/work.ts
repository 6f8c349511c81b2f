import type { Approval, Client } from '../../client';
import type { Budget } from '../../contracts/budget';
import type { ExecutionStatus } from '../../contracts/entities';
import type { StepInput } from '../../contracts/steps';
import type { Rule } from '../fakes/openai-server';
import type { Checked } from '../product/check-promises';
import type { Accepted } from './accepted';
import type { Effects } from './effects';

/** What chaos runs: one of each is made, and its executions are spread over the run. */
export interface Work {
  name: string;
  root: StepInput | ((places: Places) => StepInput);
  /** How its executions may end when nobody cancels or terminates them. */
  ends: ExecutionStatus[];
  /** What the fake model does for it, after its usual mischief. */
  rules?: Rule[];
  /** Sends what it waits for (decisions, events); repeated with the same keys when the API is away. Resolves when all is accepted. */
  push?(crowd: Crowd): Promise<void>;
  budget?: Budget;
  /** What is wrong with how one went that nobody disturbed; undefined: nothing. */
  check?(ended: EndedWork): string | undefined;
}

/** Addresses that are known when the product has started. */
export interface Places {
  /** Of the service that has {@link Effects}. */
  service: string;
}

/** People who send something to an execution. */
export interface Crowd {
  client: Client;
  executionId: string;
  /** What the idempotency keys of all that they send begin with. */
  key: string;
  accepted: Accepted;
  effects: Effects;
}

export interface EndedWork extends Checked {
  /** All that people were asked, oldest first. */
  approvals: Approval[];
}

export const a = { id: 'a', type: 'agent', agent: 'Chaos A' } as const;
export const b = { id: 'b', type: 'agent', agent: 'Chaos B' } as const;
export const participants = [
  { id: 'ann', agent: 'Chaos A' },
  { id: 'bob', agent: 'Chaos B' },
];

export const completes: ExecutionStatus[] = ['completed'];
