import type { StepSummary } from '../../../contracts/entities';
import type { SqliteDatabase } from '../open-database';
import { toEventId } from './feed-writer';
import { TURN } from './step-tally';

/** When a turn began, and where in the feed it first did something; null while it has not. */
interface Beginning {
  startedAt: string;
  seq: number | null;
}

const CHATS = ['groupChat', 'handoff', 'magentic'];

/**
 * The turns of chats: no event tells that one has begun, nor that one has failed with its chat, but what was called in
 * it does. For use inside a transaction.
 */
export function createChatTurns(database: SqliteDatabase) {
  // ';' is the character after ':'.
  const firstAttempt = database.statement<{ at: string | null; seq: number | null }>(
    `SELECT min(a.startedAt) AS at, min(m.seq) AS seq
     FROM attempts a LEFT JOIN messages m ON m.execution = a.execution AND m.thread = a.thread AND m."index" = a."index"
     WHERE a.execution = ?1 AND a.callId > ?2 || ':' AND a.callId < ?2 || ';'`,
  );
  // Of a call that was held, a tool or a retry.
  const firstEvent = database.statement<{ at: string; seq: number }>(
    `SELECT at, seq FROM events INDEXED BY eventIds WHERE execution = ?1 AND id > ?2 || ':' AND id < ?2 || ';' ORDER BY seq LIMIT 1`,
  );
  const firstCall = database.statement<{ callId: string }>(
    'SELECT callId FROM attempts WHERE execution = ?1 AND callId > ?2 AND callId < ?3 ORDER BY callId LIMIT 1',
  );
  const byId = database.statement<{ seq: number }>('SELECT seq FROM events WHERE execution = ? AND id = ?');

  /** Null: nothing was called in it. */
  const findBeginning = (key: number, path: string): Beginning | null => {
    const found = [...firstAttempt.all([key, path]), ...firstEvent.all([key, path])];
    const [startedAt] = found.flatMap(({ at }) => at ?? []).sort();
    const [seq] = found.flatMap((one) => one.seq ?? []).sort((a, b) => a - b);
    return startedAt === undefined ? null : { startedAt, seq: seq ?? null };
  };
  /** The number of the last turn that is over is followed by that of the one under way, if there is one. */
  const findUnderWay = (key: number, chat: StepSummary, path: string, lastSeq: number): StepSummary | null => {
    const beginning = findBeginning(key, path);
    if (beginning === null || byId.all([key, toEventId('superstepCommitted', path)]).length > 0) return null;
    const { failed, endedAt } = chat;
    const counts = { begun: 1, completed: 0, failed, cancelled: endedAt !== null && failed === 0 ? 1 : 0 };
    const { startedAt, seq } = beginning;
    return { path, stepType: TURN, repeats: false, ...counts, seq: seq ?? lastSeq, startedAt, endedAt };
  };
  /** Who has called anything in a chat: the first call of each, found one after the other. */
  const findParticipants = (key: number, chatPath: string): string[] => {
    const participants: string[] = [];
    for (let after = `${chatPath}/`; ; ) {
      const [next] = firstCall.all([key, after, `${chatPath}0`]);
      if (next === undefined) return participants;
      const end = next.callId.indexOf('#', chatPath.length);
      const path = next.callId.slice(0, Math.max(0, end));
      if (end !== -1) participants.push(path);
      // '$' is the character after '#', with which the number of a turn begins.
      after = end === -1 ? next.callId : `${path}$`;
    }
  };

  return {
    /** A turn that is over, or all of a participant's, with the time at which the first began and where it speaks. */
    withBeginning(key: number, turn: StepSummary): StepSummary {
      const beginning = findBeginning(key, turn.repeats ? `${turn.path}#1` : turn.path);
      return beginning === null ? turn : { ...turn, startedAt: beginning.startedAt, seq: beginning.seq ?? turn.seq };
    },

    /** One turn of a chat that is not over, or never was; null when it has not begun, or is over. */
    findUnderWay(key: number, chat: StepSummary, path: string, lastSeq: number): StepSummary | null {
      return CHATS.includes(chat.stepType) ? findUnderWay(key, chat, path, lastSeq) : null;
    },

    /** What is in a chat, with the turns that are not over. */
    withUnderWay(key: number, chat: StepSummary, inside: readonly StepSummary[], lastSeq: number): StepSummary[] {
      if (!CHATS.includes(chat.stepType)) return [...inside];
      const known = new Map(inside.map((turns) => [turns.path, turns]));
      for (const path of findParticipants(key, chat.path)) {
        const before = known.get(path);
        const next = findUnderWay(key, chat, `${path}#${(before?.begun ?? 0) + 1}`, lastSeq);
        if (next !== null) known.set(path, before === undefined ? { ...next, path, repeats: true } : add(before, next));
      }
      return [...known.values()];
    },
  };
}

function add(turns: StepSummary, next: StepSummary): StepSummary {
  const { begun, failed, cancelled } = turns;
  return { ...turns, begun: begun + 1, failed: failed + next.failed, cancelled: cancelled + next.cancelled, endedAt: next.endedAt };
}
