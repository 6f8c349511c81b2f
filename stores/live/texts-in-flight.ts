import type { AgentDelta, LiveCall } from '../../contracts/events';

type CallOfExecution = Pick<AgentDelta, 'executionId' | 'callId' | 'attempt'>;

/** The texts of the model calls in flight, each whole from its beginning, as both ends of the live channel keep them. */
export interface TextsInFlight {
  /**
   * Takes a piece in; returns what of it is new, or null when nothing is: of an older attempt, known already, or
   * beginning beyond what is known.
   */
  add(delta: AgentDelta): AgentDelta | null;
  /** Forgets a call, unless a higher attempt of it is known: then false. */
  end(call: CallOfExecution): boolean;
  has(call: CallOfExecution): boolean;
  /** Every call, as the delta that would bring its whole text. */
  all(): AgentDelta[];
}

/** `longest` is where a text stops growing, in UTF-16 units; what comes after is not new to anyone. */
export function createTextsInFlight(longest = Number.POSITIVE_INFINITY): TextsInFlight {
  const calls = new Map<string, AgentDelta>();
  return {
    add(delta) {
      const key = toKey(delta);
      const known = calls.get(key);
      if (known !== undefined && known.attempt > delta.attempt) return null;
      const text = known?.attempt === delta.attempt ? known.text : '';
      const isFirst = known?.attempt !== delta.attempt;
      if (delta.offset > text.length || (isFirst && delta.offset > 0) || text.length + delta.text.length > longest) return null;
      const fresh = delta.text.slice(text.length - delta.offset);
      if (fresh === '' && !isFirst) return null;
      calls.set(key, { ...delta, offset: 0, text: text + fresh });
      return { ...delta, offset: text.length, text: fresh };
    },
    end(call) {
      const known = calls.get(toKey(call));
      if (known !== undefined && known.attempt > call.attempt) return false;
      calls.delete(toKey(call));
      return true;
    },
    has: (call) => calls.get(toKey(call))?.attempt === call.attempt,
    all: () => [...calls.values()],
  };
}

/** A call as a late joiner gets it: its whole text, and how long that is. */
export function toLiveCall({ callId, attempt, stepPath, agent, text }: AgentDelta): LiveCall {
  return { callId, attempt, stepPath, agent, text, offset: text.length };
}

/** A call whatever its attempt. */
export function toKey({ executionId, callId }: Pick<AgentDelta, 'executionId' | 'callId'>): string {
  return `${executionId}\n${callId}`;
}
