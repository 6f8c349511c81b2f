import type { Agent, Workflow } from '../contracts/entities';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import { agentReferencesOf } from '../plans/agent-references';
import { walkSteps } from '../plans/walk-steps';

const PAGE_SIZE = 200;

/** The live workflows in which a step names the agent, by its id or its name; newest first. */
export async function findAgentUsers(definitions: DefinitionStore, agent: Agent): Promise<Pick<Workflow, 'id' | 'name'>[]> {
  const { organizationId } = agent;
  const references = new Set([agent.id]);
  // An id goes before a name: another agent may have this one's name as its id.
  if ((await definitions.agents.find(organizationId, agent.name))?.id === agent.id) references.add(agent.name);
  const users: Pick<Workflow, 'id' | 'name'>[] = [];
  let cursor: string | undefined;
  do {
    const page = await definitions.workflows.list(organizationId, { limit: PAGE_SIZE, cursor });
    if (page === 'invalidCursor') throw new Error('The store refused its own cursor');
    users.push(...page.items.filter((workflow) => namesOneOf(workflow, references)).map(({ id, name }) => ({ id, name })));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return users;
}

function namesOneOf({ root }: Workflow, references: ReadonlySet<string>): boolean {
  for (const { step } of walkSteps(root)) {
    if (agentReferencesOf(step).some(({ reference }) => references.has(reference))) return true;
  }
  return false;
}
