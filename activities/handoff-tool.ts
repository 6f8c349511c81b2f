import { HANDOFF_TOOL_PREFIX } from '../contracts/constants';
import type { Message } from '../contracts/entities';
import { type ToolDefinition, ToolError } from '../contracts/ports/tool';
import { handoffTargets, handoffTool, type Lineage } from './lineage';
import { toHandoffTools } from './prompt';

/**
 * The tool by which the participant whose turn it is hands over to another; undefined when `tool` is none of its
 * routes. Of several in one message only the first hands over, for there is one next speaker.
 */
export function findHandoffTool(
  lineage: Lineage,
  tool: string,
  toolCallId: string,
  asking: Message | undefined,
): ToolDefinition | undefined {
  const offered = toHandoffTools(lineage).find(({ id }) => id === tool);
  if (offered === undefined) return undefined;
  const names = handoffTargets(lineage).map(handoffTool);
  const first = asking?.toolCalls?.find((call) => names.includes(call.tool));
  return {
    ...offered,
    repeat: 'pure',
    async run() {
      if (first?.id !== toolCallId) throw new ToolError('one_handoff', 'The conversation was already handed over by another call');
      return `The conversation is handed over to ${tool.slice(HANDOFF_TOOL_PREFIX.length)}.`;
    },
  };
}
