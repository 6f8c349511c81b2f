import { z } from 'zod';
import { budget } from './budget';
import { agentBody, executionError, executionStatus, output, usage } from './entities';
import { toolId } from './fields';
import { reference } from './steps';

/** What runs one agent: a saved one by id or name, or an unsaved definition. */
export const agentRunBody = z
  .strictObject({
    agent: reference.optional(),
    definition: agentBody.optional(),
    input: z.json(),
    budget: budget.optional(),
  })
  .refine(({ agent, definition }) => (agent === undefined) !== (definition === undefined), {
    message: 'Send either agent or definition',
    path: ['agent'],
  });

/** How the execution of one agent ended. Only a `completed` one has an output. */
export const agentRunResult = z.object({
  executionId: z.string(),
  status: executionStatus,
  output: output.nullable(),
  error: executionError.nullable(),
  usage,
});

export const toolRunBody = z.strictObject({ tool: toolId, arguments: z.record(z.string(), z.json()).default({}) });

export const modelEntry = z.object({
  provider: z.string(),
  name: z.string(),
  capabilities: z.object({ tools: z.boolean(), structuredOutput: z.boolean() }),
  /** The provider has what it needs to be called. */
  configured: z.boolean(),
});

export type AgentRunBody = z.infer<typeof agentRunBody>;
export type AgentRunResult = z.infer<typeof agentRunResult>;
