import type { TopUp } from '../../contracts/budget';
import { awaitApproval } from './await-approval';
import type { StepContext } from './context';

const askedId = (callId: string): string => `${callId}.asked`;

/** Asks people for more of a budget, for a call; all calls that come to the same ceiling wait for the one answer. */
export async function askForMore(context: StepContext, callId: string, topUp: TopUp): Promise<void> {
  await awaitApproval(context, { requestId: `#budget${topUp.ask}`, topUp });
  context.tape.set(askedId(callId), topUp.ask);
}

/** What the next activity of a call must know of the last question. */
export function askedBefore({ tape }: StepContext, callId: string): { asked?: TopUp['ask'] } {
  const asked = tape.get<TopUp['ask']>(askedId(callId));
  return asked === undefined ? {} : { asked };
}
