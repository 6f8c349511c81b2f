import type { ExecutionView } from '@client';

/** Of what has no place in the feed of its own, so much is kept. */
const KEPT = 500;

/** A view without what its feed told up to `seq` and is over: so a page that watches for days keeps a bounded part. */
export function trimView(view: ExecutionView, seq: number): ExecutionView {
  const transcript = view.transcript.filter((entry) => entry.seq > seq);
  const shown = new Set(transcript.flatMap((entry) => (entry.type === 'tool' ? [entry.id] : entry.toolCalls)));
  const answered = new Set(
    transcript.flatMap((entry) => (entry.type === 'message' && entry.message.callId !== undefined ? [entry.message.callId] : [])),
  );
  const spoken = new Set(transcript.map(({ stepPath }) => stepPath));
  return {
    ...view,
    transcript,
    answered,
    steps: keepNewest(view.steps, ({ state, path }) => state === 'running' || spoken.has(path)),
    toolCalls: keepNewest(view.toolCalls, ({ id, state }) => shown.has(id) || state === 'requested' || state === 'running', 0),
    retries: view.retries.filter((retry) => retry.seq > seq),
    approvals: keepNewest(view.approvals, ({ state }) => state === 'pending'),
    holds: view.holds.filter((hold) => hold.seq > seq),
    supersteps: keepNewest(view.supersteps, () => false),
    undoing: keepNewest(view.undoing, ({ state }) => state === 'running'),
  };
}

/** The last `kept` of a map, in their order, and all that are still wanted. */
function keepNewest<T>(map: ReadonlyMap<string, T>, isWanted: (one: T) => boolean, kept = KEPT): Map<string, T> {
  let before = map.size - kept;
  return new Map([...map].filter(([, one]) => before-- <= 0 || isWanted(one)));
}
