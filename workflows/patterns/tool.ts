import { callTool } from '../runtime/call-tool';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';

/** One call of a tool with the arguments that the definition gives. */
export const tool: Pattern<'tool'> = async (context, step) => {
  const callId = `${context.path}:t1`;
  const digest = await callTool(context, step, { callId, tool: step.tool }, { approval: step.approval });
  if (!digest.ok) {
    const code = digest.rejected ? 'approval_rejected' : 'tool_failed';
    throw StepFailure.at(context.path, code, `The tool ${step.tool} failed: ${digest.preview ?? 'it gave no reason'}`);
  }
  return { output: callId, closed: digest.closed };
};
