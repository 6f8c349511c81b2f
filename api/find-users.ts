import type { Agent, Workflow } from '../contracts/entities';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { Step } from '../contracts/steps';
import { agentReferencesOf } from '../plans/references';
import { walkSteps } from '../plans/walk-steps';

const PAGE_SIZE = 200;

/** A live workflow that names what somebody wants to delete. */
export type User = Pick<Workflow, 'id' | 'name'>;

/** The live workflows in which a step names the agent, by its id or its name; newest first. */
export function findAgentUsers({ agents, workflows }: DefinitionStore, agent: Agent): Promise<User[]> {
  return findUsers(workflows, agents, agent, (step) => agentReferencesOf(step).map(({ reference }) => reference));
}

/** The same of a workflow. */
export function findWorkflowUsers({ workflows }: DefinitionStore, workflow: Workflow): Promise<User[]> {
  return findUsers(workflows, workflows, workflow, (step) => (step.type === 'workflow' ? [step.workflow] : []));
}

async function findUsers(
  workflows: DefinitionStore['workflows'],
  /** Where `used` is. */
  among: DefinitionStore['agents'] | DefinitionStore['workflows'],
  { organizationId, id, name }: Agent | Workflow,
  referencesOf: (step: Step) => string[],
): Promise<User[]> {
  const references = new Set([id]);
  // An id goes before a name: another one may have this one's name as its id.
  if ((await among.find(organizationId, name))?.id === id) references.add(name);
  const users: User[] = [];
  let cursor: string | undefined;
  do {
    const page = await workflows.list(organizationId, { limit: PAGE_SIZE, cursor });
    if (page === 'invalidCursor') throw new Error('The store refused its own cursor');
    for (const workflow of page.items) {
      const named = [...walkSteps(workflow.root)].some(({ step }) => referencesOf(step).some((reference) => references.has(reference)));
      if (named) users.push({ id: workflow.id, name: workflow.name });
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return users;
}
