import { z } from 'zod';
import { approval, decisionBody } from '../../contracts/approvals';
import { budget, budgetAmounts, organizationBudget, organizationMonth } from '../../contracts/budget';
import { edit } from '../../contracts/edits';
import {
  agent,
  agentBody,
  artifact,
  attempt,
  checkpoint,
  execution,
  message,
  tool,
  usage,
  workflow,
  workflowBody,
} from '../../contracts/entities';
import { exchange } from '../../contracts/exchange';
import { agentDelta, feedEvent, feedPage } from '../../contracts/feed-events';
import type { JsonObject } from '../../contracts/json';
import { agentRunBody, agentRunResult, modelEntry, toolRunBody } from '../../contracts/services';
import { step } from '../../contracts/steps';

/** What the document knows of a schema besides the schema: its name among the components, and more keywords. */
type Naming = JsonObject & { id: string };

/** The named schemas of bodies that callers send, with what has a default optional. */
export const INPUTS = register([
  [agentBody, { id: 'AgentBody' }],
  [workflowBody, { id: 'WorkflowBody' }],
  [step, { id: 'StepBody', description: 'A node of the tree, by its type' }],
  [agentRunBody, { id: 'AgentRun', oneOf: [{ required: ['agent'] }, { required: ['definition'] }] }],
  [toolRunBody, { id: 'ToolRun' }],
  [decisionBody, { id: 'DecisionBody' }],
  [budget, { id: 'BudgetBody' }],
  [organizationBudget, { id: 'OrganizationBudgetBody' }],
  [edit, { id: 'Edit', description: 'What a fork has in place of what its original has, by its type' }],
]);

/** The named schemas of answers. */
export const OUTPUTS = register([
  [agent, { id: 'Agent' }],
  [workflow, { id: 'Workflow' }],
  [step, { id: 'Step', description: 'A node of the tree, by its type' }],
  [execution, { id: 'Execution' }],
  [usage, { id: 'Usage' }],
  [budget, { id: 'Budget' }],
  [budgetAmounts, { id: 'BudgetAmounts' }],
  [organizationMonth, { id: 'OrganizationMonth' }],
  [message, { id: 'Message' }],
  [checkpoint, { id: 'Checkpoint' }],
  [attempt, { id: 'Attempt' }],
  [exchange, { id: 'Exchange' }],
  [artifact, { id: 'Artifact' }],
  [approval, { id: 'Approval' }],
  [tool, { id: 'Tool' }],
  [modelEntry, { id: 'Model' }],
  [feedEvent, { id: 'FeedEvent', description: 'One event of a feed, by its type' }],
  [feedPage, { id: 'FeedPage' }],
  [agentDelta, { id: 'AgentDelta', description: 'A piece of text of a model call in flight' }],
  [agentRunResult, { id: 'AgentRunResult' }],
]);

function register(entries: [z.ZodType, Naming][]) {
  const registry = z.registry<Naming>();
  for (const [schema, naming] of entries) registry.add(schema, naming);
  return registry;
}
