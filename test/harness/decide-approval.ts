import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { DELIVER_SIGNAL } from '../../contracts/letters';
import type { Decided, NewDecision } from '../../contracts/ports/approval-store';
import type { EngineRig, Run } from './engine-rig';

/** Decides as the API does: in the store, then by a letter. */
export async function decideApproval(
  { executions }: Pick<EngineRig, 'executions'>,
  run: Run,
  approvalId: string,
  made: Partial<NewDecision> = {},
): Promise<Decided['outcome'] | undefined> {
  const decided = await executions.decideApproval(LOCAL_ORGANIZATION, approvalId, { decision: 'approve', by: 'ann', ...made });
  const letters = await executions.listUndelivered(LOCAL_ORGANIZATION, run.id, 100);
  if (letters.length > 0) await run.handle.signal(DELIVER_SIGNAL, letters);
  return decided?.outcome;
}
