import type { PinnedAgent } from '../../contracts/plan';
import { found } from './found';
import type { Handler } from './handler';

/** The agents of an execution as it runs them. */
export const listExecutionAgents: Handler<'listExecutionAgents'> = async ({ params }, { organizationId, dependencies }) => {
  const { executions, definitions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { plan } = found(await executions.getStart(organizationId, params.id), 'execution');
  const instructionsOf = async (id: string, { definition, revision }: PinnedAgent) =>
    (definition ?? found(await definitions.agents.getRevision(organizationId, id, revision), 'agent')).instructions;
  const items = await Promise.all(
    Object.entries(plan.agents).map(async ([id, pin]) => ({
      id,
      name: pin.name,
      revision: pin.revision,
      instructions: await instructionsOf(id, pin),
      model: pin.model,
      ...(pin.definition !== undefined && { unsaved: true as const }),
    })),
  );
  return { status: 200, body: { items } };
};
