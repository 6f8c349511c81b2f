import type { AgentDelta } from '../../contracts/events';
import type { Draft } from './draft';

const LOST_PIECE = '…';

/**
 * Adds a piece of text in flight. A higher attempt begins anew, a lower one is late and dropped; a piece that is
 * known is dropped, one that overlaps adds what is new, a hole is marked, and a snapshot (offset 0) mends it.
 */
export function foldDelta(draft: Draft, delta: AgentDelta): void {
  const { callId, attempt, offset, stepPath, agent } = delta;
  if (draft.answered.has(callId) || draft.endedAt !== null) return;
  const known = draft.streaming.get(callId);
  if (known !== undefined && attempt < known.attempt) return;
  const before = known !== undefined && known.attempt === attempt ? known : { text: '', end: 0 };
  const end = offset + delta.text.length;
  if (end < before.end || (end === before.end && offset > 0)) return;
  const text =
    offset === 0 ? delta.text : before.text + (offset > before.end ? LOST_PIECE : '') + delta.text.slice(Math.max(0, before.end - offset));
  draft.streaming.set(callId, { callId, attempt, stepPath, agent, text, end, state: 'streaming' });
}
