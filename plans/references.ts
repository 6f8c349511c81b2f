import type { Step } from '../contracts/steps';

/** An agent that a step itself names (not its children), with a JSON Pointer relative to the step. */
export interface AgentReference {
  reference: string;
  pointer: string;
}

export function agentReferencesOf(step: Step): AgentReference[] {
  switch (step.type) {
    case 'agent':
      return [{ reference: step.agent, pointer: '/agent' }];
    case 'concurrent':
      return step.aggregate.type === 'agent' ? [{ reference: step.aggregate.agent, pointer: '/aggregate/agent' }] : [];
    case 'groupChat':
      return [
        ...participantReferences(step.participants),
        ...(step.manager.type === 'agent' ? [{ reference: step.manager.agent, pointer: '/manager/agent' }] : []),
      ];
    case 'handoff':
      return participantReferences(step.participants);
    case 'magentic':
      return [...participantReferences(step.participants), { reference: step.manager, pointer: '/manager' }];
    default:
      return [];
  }
}

function participantReferences(participants: { agent: string }[]): AgentReference[] {
  return participants.map(({ agent }, index) => ({ reference: agent, pointer: `/participants/${index}/agent` }));
}

/** What gives the id of an agent or a workflow for its reference. */
export interface ToIds {
  agent(reference: string): string;
  workflow(reference: string): string;
}

/** The same tree with every agent and workflow replaced by its id. */
export function withIds(step: Step, toIds: ToIds): Step {
  const resolved = withInnerIds(step, toIds);
  return step.compensate === undefined ? resolved : { ...resolved, compensate: withIds(step.compensate, toIds) };
}

function withInnerIds(step: Step, toIds: ToIds): Step {
  const within = (child: Step) => withIds(child, toIds);
  const replaced = <T extends { agent: string }>(holder: T): T => ({ ...holder, agent: toIds.agent(holder.agent) });
  switch (step.type) {
    case 'agent':
      return replaced(step);
    case 'sequential':
      return { ...step, steps: step.steps.map(within) };
    case 'concurrent':
      return {
        ...step,
        branches: step.branches.map(within),
        aggregate: step.aggregate.type === 'agent' ? replaced(step.aggregate) : step.aggregate,
      };
    case 'groupChat':
      return {
        ...step,
        participants: step.participants.map(replaced),
        manager: step.manager.type === 'agent' ? replaced(step.manager) : step.manager,
      };
    case 'handoff':
      return { ...step, participants: step.participants.map(replaced) };
    case 'magentic':
      return { ...step, participants: step.participants.map(replaced), manager: toIds.agent(step.manager) };
    case 'route':
      return {
        ...step,
        cases: step.cases.map((one) => ({ ...one, step: within(one.step) })),
        ...(step.otherwise && { otherwise: within(step.otherwise) }),
      };
    case 'loop':
    case 'map':
      return { ...step, body: within(step.body) };
    case 'workflow':
      return { ...step, workflow: toIds.workflow(step.workflow) };
    case 'tool':
    case 'wait':
    case 'approval':
      return step;
  }
}
