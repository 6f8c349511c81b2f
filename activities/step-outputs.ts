import type { Output } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { Fact } from '../contracts/plan';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import type { StepOutcome } from '../contracts/ports/step-store';
import { createBoundedCache } from './bounded-cache';

/** How steps ended, also those whose fact rides in the very activity that asks and is not in the store yet. */
export interface StepOutputs {
  outcomes(of: Asking, stepPaths: string[]): Promise<(StepOutcome | null)[]>;
  /** The output of a completed step; null when it has none. */
  output(of: Asking, stepPath: string): Promise<Output | null>;
  /** The output of a call; an empty text when there is none. */
  ofCall(of: Omit<Asking, 'facts'>, callId: string | undefined): Promise<Output>;
  /** One member of a call's data; undefined when it has none. A long list is not read again for each of its items. */
  memberOfCall(of: Omit<Asking, 'facts'>, callId: string, member: string | number): Promise<Json | undefined>;
}

export interface Asking {
  organizationId: string;
  executionId: string;
  facts: Fact[];
}

/** Data of calls whose members are read one by one: the lists of this many maps that run at the same time. */
const LISTS_KEPT = 16;

export function createStepOutputs(executions: ExecutionStore): StepOutputs {
  const lists = createBoundedCache<Json | undefined>(LISTS_KEPT);

  async function outcomes({ organizationId, executionId, facts }: Asking, stepPaths: string[]) {
    const riding = new Map(facts.flatMap((fact) => toOutcome(fact)));
    const unknown = stepPaths.filter((path) => !riding.has(path));
    const stored = unknown.length === 0 ? [] : await executions.getStepOutcomes(organizationId, executionId, unknown);
    const known = new Map(unknown.map((path, index) => [path, stored[index] ?? null]));
    return stepPaths.map((path) => riding.get(path) ?? known.get(path) ?? null);
  }

  async function ofCall({ organizationId, executionId }: Omit<Asking, 'facts'>, callId: string | undefined): Promise<Output> {
    const output = callId === undefined ? null : await executions.getOutput(organizationId, executionId, callId);
    return output ?? { text: '' };
  }

  return {
    outcomes,
    ofCall,
    async memberOfCall(of, callId, member) {
      // What a call answered is written once and never changes.
      const data = await lists(JSON.stringify([of.organizationId, of.executionId, callId]), async () => (await ofCall(of, callId)).data);
      return data !== null && typeof data === 'object' ? (data as Record<string, Json>)[member] : undefined;
    },
    async output(of, stepPath) {
      const [outcome] = await outcomes(of, [stepPath]);
      return outcome?.status === 'completed' ? ofCall(of, outcome.output) : null;
    },
  };
}

function toOutcome(fact: Fact): [string, StepOutcome][] {
  switch (fact.type) {
    case 'stepCompleted':
      return [[fact.stepPath, { status: 'completed', output: fact.output }]];
    case 'stepFailed':
      return [[fact.stepPath, { status: 'failed', error: fact.error }]];
    case 'stepCancelled':
      return [[fact.stepPath, { status: 'cancelled' }]];
    default:
      return [];
  }
}
