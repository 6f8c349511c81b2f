import type { Attempt } from '@client';

/** A call with all its attempts, in order. */
export interface CallAttempts {
  callId: string;
  kind: Attempt['kind'];
  attempts: Attempt[];
}

/** Attempts by call, in the order in which the calls began. */
export function toCallAttempts(attempts: readonly Attempt[]): CallAttempts[] {
  const calls = new Map<string, CallAttempts>();
  for (const attempt of attempts) {
    const call = calls.get(attempt.callId) ?? { callId: attempt.callId, kind: attempt.kind, attempts: [] };
    call.attempts.push(attempt);
    calls.set(attempt.callId, call);
  }
  return [...calls.values()];
}

/** What people read for a call id: the step, and which of its calls. */
export function toCallLabel(callId: string): { step: string; call: string } {
  const end = callId.lastIndexOf(':');
  const step = callId.slice(callId.lastIndexOf('/', end) + 1, end === -1 ? undefined : end);
  const own = callId.slice(end + 1);
  const match = /^(m|t|manager)(\d+)(?:\.(\d+))?$/.exec(own);
  if (match === null) return { step, call: own };
  const [, kind, number, position] = match;
  if (kind === 'm') return { step, call: `model call ${number}` };
  if (kind === 'manager') return { step, call: `manager, round ${number}` };
  return { step, call: position === undefined ? 'tool call' : `tool call ${number}.${position}` };
}
