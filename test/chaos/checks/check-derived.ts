import type { Checkpoint } from '../../../client';
import type { Derived } from '../outcome';
import type { EndedWork } from '../work';

/**
 * A fork or retry has what its source had at that superstep, word for word, and has called none of it again; what was
 * edited is other, and says so. `checkpoints` are the source's. Returns what is wrong.
 */
export function checkDerived(derived: EndedWork, source: EndedWork, { edits, kind }: Derived, checkpoints: Checkpoint[]): string[] {
  const complaints: string[] = [];
  const superstep = derived.execution.forkedFrom?.superstep ?? 0;
  // An edit cuts behind itself, within its superstep: all before that superstep stays.
  const whole = edits.length > 0 ? superstep - 1 : superstep;
  const upTo = checkpoints.find((checkpoint) => checkpoint.superstep === whole)?.seq ?? 0;
  const kept = source.messages.filter(({ seq }) => seq <= upTo);
  for (const { thread, index, text, role } of kept) {
    const there = derived.messages.find((message) => message.thread === thread && message.index === index && message.role === role);
    if (there?.text !== text) complaints.push(`has "${there?.text}" for "${text}" of ${source.execution.id}, at ${thread} ${index}`);
  }
  const answered = kept.flatMap(({ role, callId }) => (role === 'user' || callId === undefined ? [] : [callId]));
  if (kind === 'retry') {
    for (const { callId, status, kind: what } of source.attempts) if (status === 'succeeded' && what === 'model') answered.push(callId);
  }
  const again = [...new Set(answered)].filter(
    (callId) => derived.calls[callId] !== undefined || derived.attempts.some((attempt) => attempt.callId === callId),
  );
  if (again.length > 0) {
    const made = (of: EndedWork) => of.attempts.filter(({ callId }) => again.includes(callId));
    const detail = JSON.stringify({
      source: made(source),
      derived: made(derived),
      feed: source.events.map(({ seq, at, type }) => [seq, at, type]),
    });
    complaints.push(`has called [${again}] again, which ${source.execution.id} had answers to: ${detail}`);
  }
  for (const edit of edits) {
    if (edit.type === 'message' && !derived.messages.some(({ text, editedFrom }) => text === edit.text && editedFrom !== undefined)) {
      complaints.push(`has no message "${edit.text}" that says it was edited`);
    }
    if (edit.type === 'toolResult') {
      const isEdited = derived.events.some(
        (event) => event.type === 'toolCompleted' && event.callId === edit.callId && event.editedFrom !== undefined,
      );
      if (!isEdited) complaints.push(`has no edited result of ${edit.callId}`);
    }
  }
  return complaints;
}
