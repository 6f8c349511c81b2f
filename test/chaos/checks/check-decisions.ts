import { canonicalJson, hasEnded, type Json } from '../../../client';
import type { Accepted } from '../accepted';
import type { EndedWork } from '../work';

/**
 * Every decision that was accepted stands, was written once, and was carried out with the arguments that it names;
 * nothing waits for people in an execution that has ended. Returns what is wrong.
 */
export function checkDecisions({ execution, approvals, events }: EndedWork, accepted: Accepted['decisions']): string[] {
  return approvals.flatMap((approval) => {
    const { id, status, kind, callId, decision } = approval;
    const complaints: string[] = [];
    if (status === 'pending' && hasEnded(execution.status)) complaints.push(`has ended and ${id} is pending`);
    const taken = accepted.get(id)?.decision;
    if (taken !== undefined && !isSame(taken, decision)) {
      complaints.push(`was told ${JSON.stringify(taken)} for ${id}, and ${JSON.stringify(decision)} stands`);
    }
    const settled = events.filter((event) => SETTLED.includes(event.type) && 'approvalId' in event && event.approvalId === id);
    if (settled.length !== (status === 'pending' ? 0 : 1)) complaints.push(`says ${settled.length} times how ${id} was settled`);
    const called = events.find((event) => event.type === 'toolCalled' && event.callId === callId);
    if (kind === 'tool' && status === 'approved' && called?.type === 'toolCalled') {
      const agreed = decision?.arguments ?? approval.arguments;
      if (!isSame(called.arguments, agreed)) {
        complaints.push(`called ${callId} with ${JSON.stringify(called.arguments)} where ${JSON.stringify(agreed)} was agreed to`);
      }
    }
    if (kind === 'tool' && status === 'pending' && called !== undefined) complaints.push(`called ${callId} and nobody has agreed`);
    return complaints;
  });
}

const SETTLED = ['approvalDecided', 'approvalExpired', 'approvalCancelled'];

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one as Json) === canonicalJson(other as Json);
}
