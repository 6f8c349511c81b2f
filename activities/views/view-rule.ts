import type { View } from '../../contracts/view';
import type { Lineage, Speaker } from '../lineage';
import type { PinnedAgentDefinition } from '../pinned-definitions';

/** How much of its thread a speaker is shown, and how many tokens that and all around it may have. */
export interface ViewRule {
  view: View;
  limit?: number;
}

/** What the place in the plan says goes before what the agent says of itself; of two limits the lower one holds. */
export function viewRuleAt({ here, participant }: Lineage, { role }: Speaker, agent: PinnedAgentDefinition): ViewRule {
  const view = viewAt() ?? agent.view ?? { type: 'full' };
  const limits = [view.maxTokens, agent.limits.contextTokens].filter((limit) => limit !== undefined);
  return { view, ...(limits.length > 0 && { limit: Math.min(...limits) }) };

  function viewAt(): View | undefined {
    const { step } = here;
    if (participant !== undefined) return participant.view;
    if (role === 'manager' && step.type === 'groupChat' && step.manager.type === 'agent') return step.manager.view;
    return step.type === 'agent' ? step.view : undefined;
  }
}
