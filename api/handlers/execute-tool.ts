import type { JsonObject } from '../../contracts/json';
import { Problem } from '../../contracts/problem';
import { runTool } from '../run-tool';
import type { Handler } from './handler';

/** Calls one tool in this process, without an execution. */
export const executeTool: Handler<'executeTool'> = async ({ body }, { organizationId, newId, isRepeat, dependencies }) => {
  const { toolDefinitions = [], logger } = dependencies;
  const definition = toolDefinitions.find(({ id }) => id === body.tool);
  if (definition === undefined) {
    const message = `There is no tool ${body.tool}; GET /api/v1/tools lists them`;
    throw new Problem('not_found', message, { errors: [{ path: '/tool', code: 'unknown_tool', message }] });
  }
  const result = await runTool(definition, body.arguments as JsonObject, { organizationId, callId: newId, isRepeat, logger });
  return { status: 200, body: { result } };
};
