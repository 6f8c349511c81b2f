import { condition, isCancellation } from '@temporalio/workflow';
import type { ApprovalDigest, RequestApprovalInput, TendApprovalInput } from '../../contracts/activities';
import { requestApproval, tendApproval } from './activities';
import { carried, type Specific, type StepContext } from './context';

/**
 * Asks people and waits until it is settled in the store, by one of them or by its deadline; what was decided is for
 * the activity that follows. Undefined when nobody need be asked.
 */
export async function awaitApproval(context: StepContext, asked: Specific<RequestApprovalInput>): Promise<string | undefined> {
  const { requestId } = asked;
  const { path, strand } = context;
  const summary = `${asked.call?.tool ?? path.split('/').pop()} · ask people`;
  const digest = await carried({ ...context, closing: undefined }, requestId, (envelope) =>
    requestApproval.executeWithOptions({ summary }, [{ ...envelope, ...asked }]),
  );
  const { approvalId } = digest;
  if (approvalId === undefined) return undefined;
  try {
    await context.waits.during(() => untilSettled(context, requestId, { ...digest, approvalId }));
  } catch (error) {
    if (isCancellation(error)) strand.record({ type: 'approvalCancelled', stepPath: path, approvalId });
    throw error;
  }
  return approvalId;
}

/** A decision and the deadline may race: the store knows who won, and both lead on from here. */
async function untilSettled(
  context: StepContext,
  requestId: string,
  { approvalId, deadline, escalateAt }: ApprovalDigest & { approvalId: string },
): Promise<void> {
  const { tape, mailbox } = context;
  const settled = `${requestId}.settled`;
  if (tape.get(settled) !== undefined) return;
  const letters = () => mailbox.peek('decision', approvalId);
  const decidedBefore = async (time: number) => condition(() => letters().length > 0, Math.max(1, time - Date.now()));
  if (escalateAt !== undefined && !(await decidedBefore(escalateAt))) await tend(context, { approvalId, what: 'escalate' });
  if (deadline === undefined) await condition(() => letters().length > 0);
  else if (!(await decidedBefore(deadline))) await tend(context, { approvalId, what: 'expire' });
  mailbox.remove(letters());
  tape.set(settled, true);
}

function tend({ execution, strand, gate, path }: StepContext, what: Pick<TendApprovalInput, 'approvalId' | 'what'>): Promise<void> {
  const { organizationId } = execution;
  const summary = `${path.split('/').pop()} · ${what.what}`;
  return gate.tell(() => strand.carry((facts) => tendApproval.executeWithOptions({ summary }, [{ organizationId, facts, ...what }])));
}
