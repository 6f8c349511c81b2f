import type { AgentBody } from '../contracts/entities';
import { Problem, type ProblemDetail } from '../contracts/problem';
import { checkSchema } from '../expressions/json-schema';
import { checkApprovalRule } from './check-approval';
import type { ApiDependencies } from './dependencies';

/**
 * Refuses an agent that cannot run: throws `invalid_definition` with a pointer for each mistake. `at` is where the agent
 * stands in the body.
 */
export async function validateAgent(
  body: AgentBody,
  _organizationId: string,
  { tools, models }: Pick<ApiDependencies, 'tools' | 'models'>,
  at = '',
): Promise<void> {
  const errors: ProblemDetail[] = [];
  for (const [index, id] of body.tools.entries()) {
    const path = `${at}/tools/${index}`;
    if (!tools.some((tool) => tool.id === id)) errors.push({ path, code: 'unknown_tool', message: `There is no tool ${id}` });
    if (body.tools.indexOf(id) < index) errors.push({ path, code: 'duplicate_tool', message: `${id} is listed twice` });
  }
  const chosen = body.model === undefined ? [] : [body.model, ...(body.model.fallbacks ?? [])];
  for (const [index, { provider, name }] of chosen.entries()) {
    const path = index === 0 ? `${at}/model` : `${at}/model/fallbacks/${index - 1}`;
    if (!models.some(({ id }) => id === provider)) {
      const known = models.map(({ id }) => id).join(', ');
      errors.push({
        path: `${path}/provider`,
        code: 'unknown_provider',
        message: `There is no provider ${provider}; choose one of ${known}`,
      });
    }
    if (chosen.findIndex((other) => other.provider === provider && other.name === name) < index) {
      errors.push({ path, code: 'duplicate_model', message: `${provider}/${name} is listed twice` });
    }
  }
  errors.push(...checkApprovals(body, `${at}/approvals`));
  if (body.output !== undefined) errors.push(...checkSchema(body.output, `${at}/output`));
  if (errors.length > 0) throw new Problem('invalid_definition', 'Correct the places listed in errors', { errors });
}

function checkApprovals({ approvals = [], tools }: AgentBody, path: string): ProblemDetail[] {
  return approvals.flatMap((rule, index) => {
    const { tool } = rule;
    const at = `${path}/${index}`;
    const unknown = { path: `${at}/tool`, code: 'unknown_tool', message: `${tool} is none of the agent's tools` };
    const double = { path: `${at}/tool`, code: 'duplicate_tool', message: `There is another rule for ${tool}` };
    return [
      ...(tools.includes(tool) ? [] : [unknown]),
      ...(approvals.findIndex((other) => other.tool === tool) < index ? [double] : []),
      ...checkApprovalRule(rule, at),
    ];
  });
}
