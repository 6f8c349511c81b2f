import type { ExecutionError } from '../../../../contracts/entities';
import type { Json } from '../../../../contracts/json';
import type { TapePage } from '../../../../contracts/plan';
import { toTapePages } from '../../../../contracts/tape-pages';
import type { SqliteDatabase } from '../../open-database';
import { POSITION } from './kept';
import { pathOf } from './places';

/** Reads the tape of a fork from what it has. For use inside a transaction. */
export function createTapeRows(database: SqliteDatabase) {
  const selectSteps = database.statement<{ type: string; body: string; outputCall: string | null }>(
    `SELECT type, body, outputCall FROM events WHERE execution = ? AND type IN ('stepCompleted', 'stepFailed') ORDER BY seq`,
  );
  const selectCalls = database.statement<{ callId: string; digest: string }>(
    `SELECT callId, digest FROM attempts WHERE execution = ? AND status = 'succeeded' ORDER BY number`,
  );

  const selectAnswers = database.statement<{ id: string; kind: string; stepPath: string; callId: string | null }>(
    `SELECT a.id, a.kind, a.stepPath, e.body ->> 'callId' AS callId FROM approvals a
     JOIN events e ON e.execution = a.execution AND e.id = a.id || ' approvalRequested'
     WHERE a.execution = ? AND a.decision IS NOT NULL AND a.kind IN ('step', 'tool')`,
  );
  // A plan's review does not say of which plan it is: it is of the newest that there was when it was asked for.
  const selectReviews = database.statement<{ id: string; plan: string | null }>(
    `SELECT r.id, (SELECT a.callId FROM attempts a WHERE a.execution = r.execution AND a.status = 'succeeded' AND a.kind = 'model'
       AND a.callId GLOB r.stepPath || ':plan[0-9]*' AND a.callId NOT GLOB '*.summary*' AND ${POSITION} <= e.seq
       ORDER BY ${POSITION} DESC LIMIT 1) AS plan
     FROM approvals r JOIN events e ON e.execution = r.execution AND e.id = r.id || ' approvalRequested'
     WHERE r.execution = ?2 AND r.decision IS NOT NULL AND r.kind = 'plan'`,
  );

  return {
    read(execution: number): TapePage[] {
      const steps = selectSteps.all([execution]).flatMap(({ type, body, outputCall }): [string, Json][] => {
        const { stepPath, error } = JSON.parse(body) as { stepPath: string; error?: ExecutionError };
        // A fork has a budget of its own, so what the other's did not cover is not done.
        if (error?.code === 'budget_exhausted') return [];
        return [[stepPath, type === 'stepFailed' ? { failed: (error ?? null) as Json } : { output: outputCall ?? '' }]];
      });
      const calls = selectCalls.all([execution]).map(({ callId, digest }): [string, Json] => [callId, toTapeDigest(digest)]);
      const answers = selectAnswers
        .all([execution])
        .flatMap(({ id, kind, stepPath, callId }) => toSettled(kind === 'tool' ? `${callId}.approval` : `${stepPath}:request`, id));
      const reviews = selectReviews.all(['', execution]).flatMap(({ id, plan }) => (plan === null ? [] : toSettled(`${plan}.request`, id)));
      return toTapePages(withoutInner(steps, [...calls, ...answers, ...reviews]));
    },
  };
}

/** What the tape has of a question to people that is answered. */
function toSettled(requestId: string, approvalId: string): [string, Json][] {
  return [
    [requestId, { approvalId }],
    [`${requestId}.settled`, true],
  ];
}

/** A finished step answers for all below it. */
function withoutInner(steps: [string, Json][], calls: [string, Json][]): [string, Json][] {
  const settled = new Set(steps.map(([path]) => path));
  const isInner = (path: string): boolean => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) if (settled.has(path.slice(0, at))) return true;
    return false;
  };
  return [
    ...steps.filter(([path]) => !isInner(path)),
    ...calls.filter(([callId]) => !settled.has(pathOf(callId)) && !isInner(pathOf(callId))),
  ];
}

/** What the workflow reads of a digest; a fork has not ended, whatever its source did. */
function toTapeDigest(digest: string): Json {
  const { preview: _preview, closed: _closed, ...read } = JSON.parse(digest) as { [key: string]: Json };
  return read;
}
