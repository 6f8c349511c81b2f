import type { AgentBody, WorkflowBody } from '@client';

/** A workflow to begin with, and the agents that it names. */
export interface Template {
  workflow: WorkflowBody;
  agents: AgentBody[];
}

export const FIRST_DEFINITION = `name: ""
description: ""
root:
  id: answer
  type: agent
  agent: ""
`;
