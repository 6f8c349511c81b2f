import type { PlanStep } from '../contracts/plan';
import { runExecution } from './runtime/run-execution';

type WorkflowType = typeof runExecution;

/** Temporal workflow types: one for each type of root, so that Temporal UI names the pattern. */
const types: Record<PlanStep['type'], WorkflowType> = {
  agent: runExecution,
  tool: runExecution,
  sequential: runExecution,
  concurrent: runExecution,
  groupChat: runExecution,
  handoff: runExecution,
  magentic: runExecution,
  route: runExecution,
  loop: runExecution,
  map: runExecution,
  workflow: runExecution,
  wait: runExecution,
  approval: runExecution,
};

export const { agent, tool, sequential, concurrent, groupChat, handoff, magentic, route, loop, map, workflow, wait, approval } = types;
