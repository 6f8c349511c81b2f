import type { CallToolInput, ToolDigest } from '../../contracts/activities';
import type { PlanStep } from '../../contracts/plan';
import { activities, callOptions } from './activities';
import { awaitApproval } from './await-approval';
import { carried, type Specific, type StepContext } from './context';
import { askedBefore, askForMore } from './top-up';

/**
 * One tool call. With `approval` people are asked before; and when nobody knows what the call did, and its definition
 * says so, they are asked what became of it.
 */
export async function callTool(
  context: StepContext,
  step: PlanStep,
  call: Specific<CallToolInput>,
  { approval = false }: { approval?: boolean } = {},
): Promise<ToolDigest> {
  const { tape } = context;
  const { callId, tool, request } = call;
  const of = { callId, tool, ...(request && { request }) };
  const approvalId = approval ? await awaitApproval(context, { requestId: `${callId}.approval`, call: of }) : undefined;
  const agreed = { ...call, ...(approvalId !== undefined && { approvalId }) };
  const inDoubt = `${callId}.doubt`;
  for (;;) {
    const attempts = tape.get<number>(inDoubt);
    const found = attempts === undefined ? agreed : { ...agreed, doubt: await findOut(context, of, attempts) };
    const digest = await attemptTool(context, step, found);
    if (digest.inDoubt === undefined) return digest;
    // Whoever goes on from here must not take the call for one that was never made.
    tape.set(inDoubt, digest.inDoubt);
  }
}

/** Has a person find out what the last of so many attempts did. */
async function findOut(
  context: StepContext,
  call: Pick<CallToolInput, 'callId' | 'tool' | 'request'>,
  attempts: number,
): Promise<NonNullable<CallToolInput['doubt']>> {
  const approvalId = await awaitApproval(context, { requestId: `${call.callId}.doubt${attempts}`, call, inDoubt: true });
  if (approvalId === undefined) throw new Error('A call in doubt always asks somebody');
  return { approvalId, attempts };
}

/** Asks for more of a budget as often as its time is over. */
async function attemptTool(context: StepContext, step: PlanStep, call: Specific<CallToolInput>): Promise<ToolDigest> {
  const options = callOptions(step.retry, context.execution.heartbeatTimeoutMs);
  for (;;) {
    const made = { ...call, ...askedBefore(context, call.callId) };
    const digest = await carried(
      context,
      call.callId,
      (envelope) => activities.callTool.executeWithOptions({ ...options, summary: `${call.tool} · tool call` }, [{ ...envelope, ...made }]),
      ({ inDoubt, deferred }) => inDoubt === undefined && deferred === undefined,
    );
    if (digest.deferred === undefined) return digest;
    await askForMore(context, call.callId, digest.deferred.topUp);
  }
}
