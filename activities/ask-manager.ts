import type { ManagerAsk } from '../contracts/activities';
import type { StartRecord } from '../contracts/plan';
import type { Participant } from '../contracts/steps';
import type { Lineage } from './lineage';
import { magenticQuestion } from './magentic-question';
import type { PinnedDefinitions } from './pinned-definitions';
import type { StepInput } from './step-input';
import type { Asking } from './step-outputs';

/** What the manager of a `magentic` step is asked, with the task ledger as it stands; null for any other call. */
export type AskManager = (of: Asking, start: StartRecord, lineage: Lineage, ask: ManagerAsk | undefined) => Promise<string | null>;

export function createAskManager({ pinned, stepInput }: { pinned: PinnedDefinitions; stepInput: StepInput }): AskManager {
  return async (of, start, lineage, ask) => {
    const { step } = lineage.here;
    if (ask === undefined || step.type !== 'magentic') return null;
    const text = (call: string | undefined) => (call === undefined ? undefined : stepInput.text(of, start, lineage, { call }));
    const describe = async ({ id, agent }: Participant) => ({ id, description: (await pinned.agent(start, agent)).description });
    const team = await Promise.all(step.participants.map(describe));
    return magenticQuestion(ask, { team, facts: await text(ask.facts), plan: await text(ask.plan), review: await text(ask.review) });
  };
}
