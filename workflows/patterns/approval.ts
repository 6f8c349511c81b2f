import { awaitApproval } from '../runtime/await-approval';
import { evaluate } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';

/** Waits for a person's decision, or for what the definition says about its deadline. */
export const approval: Pattern<'approval'> = async (context) => {
  const approvalId = await awaitApproval(context, { requestId: `${context.path}:request` });
  if (approvalId === undefined) throw StepFailure.at(context.path, 'plan_incomplete', 'The step asks nobody');
  const { callId, digest } = await evaluate(context, 'output', { type: 'approval', approvalId });
  return { output: callId, closed: digest.closed };
};
