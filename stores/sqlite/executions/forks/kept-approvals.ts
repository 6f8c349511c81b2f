import type { SqliteDatabase } from '../../open-database';

/** Everything that a feed tells of an approval has one of these types. */
export const OF_APPROVALS = ['approvalRequested', 'approvalEscalated', 'approvalDecided', 'approvalExpired', 'approvalCancelled'];

interface ToldApproval {
  id: string;
  /** Somebody decided it, or its deadline did. */
  decided: 0 | 1;
  /** Of one event that tells of it. */
  seq: number;
  type: string;
  stepPath: string;
  /** Where the step that asked ends. */
  stepEnd: number | null;
}

type Keeps = (event: { seq: number; stepPath: string }) => boolean;

/** Which questions to people a fork takes over as answered. For use inside a transaction. */
export function createKeptApprovals(database: SqliteDatabase) {
  const select = database.statement<ToldApproval>(
    `SELECT a.id, a.decision IS NOT NULL AS decided, e.seq, e.type, a.stepPath,
       (SELECT max(s.seq) FROM events s WHERE s.execution = a.execution
          AND s.id IN (a.stepPath || ' stepCompleted', a.stepPath || ' stepFailed', a.stepPath || ' stepCancelled')) AS stepEnd
     FROM approvals a CROSS JOIN json_each(?2) t JOIN events e ON e.execution = a.execution AND e.id = a.id || ' ' || t.value
     WHERE a.execution = ?1 AND e.seq <= ?3`,
  );

  return {
    /**
     * `answered`: ids of those whose answer the fork has, or whose step has ended without one. The others the fork asks
     * anew, so nothing of them is told: `open` has the places of their events.
     */
    upTo(execution: number, end: number, keeps: Keeps): { answered: string[]; open: number[] } {
      const told = select.all([execution, JSON.stringify(OF_APPROVALS), end]);
      const hasEnded = ({ stepPath, stepEnd }: ToldApproval) => stepEnd !== null && stepEnd <= end && keeps({ seq: stepEnd, stepPath });
      const settles = (event: ToldApproval) =>
        event.type === 'approvalDecided' ||
        (event.type === 'approvalExpired' && (event.decided === 1 || hasEnded(event))) ||
        (event.type === 'approvalCancelled' && hasEnded(event));
      const answered = new Set(told.filter(settles).map(({ id }) => id));
      for (const event of told) if (!keeps(event)) answered.delete(event.id);
      return { answered: [...answered], open: told.flatMap(({ id, seq }) => (answered.has(id) ? [] : [seq])) };
    },
  };
}
