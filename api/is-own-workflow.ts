import type { StartRecord } from '../contracts/plan';

/** Whether the execution belongs to a workflow of somebody's own, whose code is not ours. */
export function isOwnWorkflow({ workflowId, plan }: StartRecord): boolean {
  return workflowId === null && plan.root.type !== 'agent';
}
