import type { Effects } from '../effects';
import type { EndedWork } from '../work';

/** A call that may not be repeated had its effect once, and once more for each person who said so. Returns what is wrong. */
export function checkEffects({ execution, approvals, attempts }: EndedWork, effects: Effects): string[] {
  const calls = [...new Set(attempts.filter(({ kind }) => kind === 'tool').map(({ callId }) => callId))];
  return calls.flatMap((callId) => {
    const again = approvals.filter((one) => one.callId === callId && one.decision?.decision === 'runAgain').length;
    const times = effects.of(`${execution.id}/${callId}`);
    return times > 1 + again ? [`did ${callId} ${times} times, and people told it to do so ${again} times`] : [];
  });
}
