/**
 * What a custom tool's file imports, as `agent-studio/tools`: a tool is one TypeScript file in the tools folder
 * (`STUDIO_TOOLS`) whose default export is made with {@link defineTool}. See `examples/tools`.
 */
import type { Json, JsonObject } from './json';
import type { ToolContext, ToolDefinition } from './ports/tool';

export { type Artifacts, type Repeat, type ToolContext, type ToolDefinition, ToolError } from './ports/tool';

/** A tool whose `run` says what its arguments are; they have been checked against `inputSchema` when it is called. */
export type TypedTool<Arguments extends object> = Omit<ToolDefinition, 'run'> & {
  run(toolArguments: Arguments, context: ToolContext): Promise<Json> | Json;
};

/**
 * Makes a tool. `Arguments` is what `inputSchema` describes.
 *
 *     export default defineTool<{ a: number; b: number }>({
 *       id: 'add',
 *       description: 'Adds two numbers.',
 *       inputSchema: {
 *         type: 'object',
 *         properties: { a: { type: 'number' }, b: { type: 'number' } },
 *         required: ['a', 'b'],
 *       },
 *       repeat: 'pure',
 *       run: ({ a, b }) => a + b,
 *     });
 */
export function defineTool<Arguments extends object = JsonObject>(tool: TypedTool<Arguments>): ToolDefinition {
  return { ...tool, run: async (toolArguments, context) => tool.run(toolArguments as Arguments, context) };
}
