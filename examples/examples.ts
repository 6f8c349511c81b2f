import type { z } from 'zod';
import type { agentBody, workflowBody } from '../contracts/entities';
import type { Json } from '../contracts/json';

/** Definitions as a caller would send them, and executions to start of them. */
export interface Examples {
  agents: z.input<typeof agentBody>[];
  /** They name agents by their names. */
  workflows: z.input<typeof workflowBody>[];
  /** `workflow` is a workflow's name. */
  start: { workflow: string; input: Json }[];
}
