import type { CallToolInput } from '../contracts/activities';
import type { ApprovalRule } from '../contracts/approval-rules';
import type { Json } from '../contracts/json';
import type { ToolDefinition } from '../contracts/ports/tool';
import type { RetryPolicy } from '../contracts/steps';
import type { CallParts } from './call-parts';
import type { ActivityDependencies } from './dependencies';
import { findHandoffTool } from './handoff-tool';
import { speakerAt, traceStep } from './lineage';
import { finalFailure } from './running-call';

/** A tool call, as the plan or the message that asks for it says. */
export interface AskedTool {
  /** Undefined: there is no such tool here. */
  definition: ToolDefinition | undefined;
  toolArguments: Json;
  /** Templates gave the arguments, which the clock may change: asked again they may be others. */
  rendered?: true;
  retry: RetryPolicy | undefined;
  /** What the definition says about people who must agree. */
  rule: ApprovalRule | undefined;
  /** Who wants to call it, for people. */
  caller: string;
}

export type AskedToolReader = ReturnType<typeof createAskedToolReader>;

type Asked = Pick<CallToolInput, 'organizationId' | 'stepPath' | 'facts' | 'callId' | 'tool' | 'request'>;

/** Reads what is called with what. */
export function createAskedToolReader(
  { executions, tools }: Pick<ActivityDependencies, 'executions' | 'tools'>,
  { pinned, stepInput }: Pick<CallParts, 'pinned' | 'stepInput'>,
) {
  return async (input: Asked, executionId: string): Promise<AskedTool> => {
    const { organizationId, stepPath, request, facts, callId, tool } = input;
    const start = await pinned.start(organizationId, executionId);
    const lineage = traceStep(start.plan.root, stepPath);
    const { step } = lineage.here;
    const known = tools.find(({ id }) => id === tool);
    if (request === undefined) {
      if (step.type !== 'tool') throw finalFailure('plan_incomplete', `The step ${stepPath} calls no tool`);
      const of = { organizationId, executionId, facts };
      const edited = start.plan.inputs?.[stepPath];
      return {
        definition: known,
        ...(edited === undefined
          ? { toolArguments: await stepInput.value(of, start, lineage, step.arguments), rendered: true }
          : { toolArguments: edited }),
        retry: step.retry,
        rule: step.approval,
        caller: `The step ${step.name ?? step.id}`,
      };
    }
    const { thread, askedAt, toolCallId } = request;
    const [asking] = await executions.readThread(organizationId, executionId, thread, { from: askedAt, upTo: askedAt + 1 });
    const asked = asking?.toolCalls?.find(({ id }) => id === toolCallId);
    if (asked === undefined) throw finalFailure('plan_incomplete', `The message that asks for ${callId} is missing`);
    const speaker = speakerAt(lineage);
    const agent = await pinned.agent(start, speaker.reference);
    return {
      definition: agent.tools.includes(tool) ? known : findHandoffTool(lineage, tool, toolCallId, asking),
      toolArguments: asked.arguments,
      retry: step.retry,
      rule: agent.approvals?.find((rule) => rule.tool === tool),
      caller: speaker.participant ?? agent.name,
    };
  };
}
