import { found } from './found';
import type { Handler } from './handler';

/** The files of an execution. */
export const listArtifacts: Handler<'listArtifacts'> = async ({ params }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  return { status: 200, body: { items: await executions.listArtifacts(organizationId, params.id) } };
};
