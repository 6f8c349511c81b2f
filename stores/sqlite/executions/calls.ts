import { LIMIT } from '../../../contracts/constants';
import type { AttemptStore, BeginAttempt, Begun } from '../../../contracts/ports/attempt-store';
import type { CommitCall, JournalStore } from '../../../contracts/ports/journal-store';
import { cutBytes } from '../../cut-bytes';
import { type AttemptRow, numberAttempt } from './attempt-rows';
import { toUntaken } from './exchange-rows';
import type { ExecutionRow } from './execution-rows';
import { prepareAnswer, toEntry } from './journal-rows';
import { prepareMessages } from './message-writer';
import { now, type Parts } from './parts';

/** Attempts and journal: the part of the store that every call goes through, one transaction a method. */
export function createCalls(parts: Parts): Omit<AttemptStore, 'listAttempts'> & Pick<JournalStore, 'commitCall'> {
  const { database, blobs, executions, exchanges, journal, feed, attempts, ledgers, messages, letters, readOf, undoing } = parts;
  const giveUp = database.statement('UPDATE attempts SET givenUp = 1 WHERE execution = ? AND callId = ? AND attempt = ?');
  const selectFailures = database.statement<{ model: string; failed: number; givenUp: 0 | 1 }>(
    `SELECT model, count(*) AS failed, max(givenUp) AS givenUp FROM attempts
     WHERE execution = ? AND callId = ? AND status = 'failed' AND model IS NOT NULL GROUP BY model`,
  );

  return {
    async beginAttempt(organizationId, executionId, begin) {
      const prepared = await prepareMessages(blobs, executionId, begin.messages);
      return database.write(() => {
        const at = now();
        const row = executions.require(organizationId, executionId);
        const known = attempts.ofCall(row, begin.callId);
        const entry = toEntry(known);
        const ended = row.ending !== null;
        const number = numberAttempt(known, begin);
        const earlier = known.filter(({ attempt }) => attempt < number && attempt > (begin.settledAttempts ?? 0));
        const cancelled = !ended && entry === null && row.cancelRequestedAt !== null && !begin.undoing;
        let granted: Pick<Begun, 'paused' | 'budget' | 'outputTokens'> = {};
        if (entry === null && !ended && !cancelled) {
          feed.recordCall(row, at);
          feed.appendFacts(row, begin.facts, at);
          messages.append(row, prepared, begin.stepPath, at);
          for (const number of begin.letters ?? []) letters.markTaken(row, number, begin.callId);
          for (const open of earlier.filter(({ status }) => status === 'started')) {
            attempts.markLost(row, open, at);
            appendRetried(row, { ...begin, attempt: open.attempt, reason: 'lost', nextAt: at }, at);
          }
          // Its workflow may not have heard of the pause when it gave the call out.
          const isHeld = row.pausedAt !== null && known.length === 0;
          granted = isHeld ? { paused: true } : startAttempt(row, known, { ...begin, attempt: number, activityAttempt: begin.attempt }, at);
          if (granted.paused === undefined && granted.budget === undefined) appendToolCalled(row, begin, at);
          executions.saveCounters(row);
        }
        const outcome = { ...(entry !== null && { entry }), ...(cancelled && { cancelled }), ...granted };
        return { attempt: number, ended, earlier: countEarlier(earlier), ...outcome };
      });
    },

    async findRoom(organizationId, executionId, { callId, stepPath, reservation }) {
      const room = await readOf(organizationId, executionId, (row) => {
        if (row.ending !== null || row.cancelRequestedAt !== null) return 'none';
        const known = attempts.ofCall(row, callId);
        if (toEntry(known) !== null || known.some(({ status }) => status === 'started')) return 'now';
        return ledgers.findRoom(row, { reservation, undoes: () => undoing.isWithin(row, stepPath) }, now());
      });
      return room ?? 'now';
    },

    async holdCall(organizationId, executionId, { callId, stepPath, facts, reason, until }) {
      await database.write(() => {
        const at = now();
        const row = executions.require(organizationId, executionId);
        if (row.ending !== null) return;
        executions.recordActivity(row);
        feed.appendFacts(row, facts, at);
        feed.append(row, { type: 'callHeld', of: `${callId} ${reason}`, at, body: { stepPath, callId, reason, until } });
        executions.saveCounters(row);
      });
    },

    async listModelFailures(organizationId, executionId, callId) {
      const found = await readOf(organizationId, executionId, ({ key }) => selectFailures.all([key, callId]));
      return (found ?? []).map(({ givenUp, ...failures }) => ({ ...failures, givenUp: givenUp === 1 }));
    },

    async endAttempt(organizationId, executionId, end) {
      await database.write(() => {
        const at = now();
        const row = executions.require(organizationId, executionId);
        const attempt = attempts.ofCall(row, end.callId).find((known) => known.attempt === end.attempt);
        if (attempt === undefined) throw new Error(`Attempt ${end.attempt} of the call "${end.callId}" was never begun; begin it first`);
        // One that was marked lost was only slow: now its outcome is known.
        if (attempt.status !== 'started' && attempt.status !== 'lost') return;
        attempts.settle(row, attempt, end, at);
        if (end.givenUp) giveUp.run([row.key, end.callId, end.attempt]);
        if (row.ending === null) {
          executions.recordActivity(row);
          if (end.retryAt !== undefined) appendRetried(row, { ...end, nextAt: end.retryAt }, at);
        }
        executions.saveCounters(row);
      });
    },

    async commitCall(organizationId, executionId, commit) {
      const prepared = await prepareMessages(blobs, executionId, commit.messages);
      const answer = await prepareAnswer(blobs, executionId, commit.output);
      return database.write(() => {
        const at = now();
        const row = executions.require(organizationId, executionId);
        const known = attempts.ofCall(row, commit.callId);
        const standing = toEntry(known);
        if (standing !== null && standing.attempt === commit.attempt) return { entry: standing, taken: true };
        const attempt =
          known.find((one) => one.attempt === commit.attempt) ??
          attempts.start(row, { ...commit, worker: null, estimatedInputTokens: 0 }, at);
        if (standing !== null || row.ending !== null) {
          supersede(row, attempt, commit, standing === null ? 'execution_ended' : 'superseded', at);
          executions.saveCounters(row);
          return { entry: standing ?? { callId: commit.callId, attempt: commit.attempt, digest: commit.digest }, taken: false };
        }
        executions.recordActivity(row);
        const seq = row.lastSeq;
        appendToolCompleted(row, commit, at);
        messages.append(row, prepared, commit.stepPath, at);
        attempts.settle(row, attempt, { status: 'succeeded', usage: commit.usage, exchange: commit.exchange }, at);
        if (commit.kind === 'model') row.calls += 1;
        const entry = journal.write(row, commit, answer, seq);
        if (commit.closing) parts.close(row, commit.closing, { status: 'completed', output: commit.callId }, at);
        executions.saveCounters(row);
        return { entry, taken: true };
      });
    },
  };

  /** Records the attempt, if it is not, unless a budget does not cover it. */
  function startAttempt(
    row: ExecutionRow,
    known: AttemptRow[],
    begin: BeginAttempt & { activityAttempt: number },
    at: string,
  ): Pick<Begun, 'budget' | 'outputTokens'> {
    const { reservation, asked } = begin;
    let standing = known.find(({ attempt }) => attempt === begin.attempt);
    if (standing === undefined) {
      const isFree = begin.undoing && reservation === undefined;
      const undoes = () => begin.undoing ?? undoing.isWithin(row, begin.stepPath);
      const verdict = isFree ? null : ledgers.judge(row, { reservation: reservation ?? null, asked, undoes }, at);
      if (verdict !== null && verdict.grant !== 'given') return { budget: verdict };
      const outputTokens = verdict === null ? null : verdict.outputTokens;
      const frame = exchanges.keepFrame(row, begin.frame);
      standing = attempts.start(row, { ...begin, frame, reservation: reservation && { ...reservation, outputTokens } }, at);
    }
    const isLimited = reservation?.outputTokens === null && standing.worstOutputTokens !== null;
    return isLimited ? { outputTokens: standing.worstOutputTokens ?? undefined } : {};
  }

  /** Its answer came, was paid for and is not taken. */
  function supersede(row: ExecutionRow, attempt: AttemptRow, commit: CommitCall, reason: string, at: string): void {
    if (attempt.status === 'superseded') return;
    attempts.settle(row, attempt, { status: 'superseded', usage: commit.usage, reason, exchange: toUntaken(commit) }, at);
  }

  function appendRetried(
    row: ExecutionRow,
    retried: { callId: string; stepPath: string; attempt: number; reason: string; nextAt: string },
    at: string,
  ): void {
    const { callId, stepPath, attempt, reason, nextAt } = retried;
    feed.append(row, { type: 'callRetried', of: `${callId}#${attempt}`, at, body: { stepPath, callId, attempt, reason, nextAt } });
  }

  function appendToolCalled(row: ExecutionRow, begin: BeginAttempt, at: string): void {
    if (begin.tool === undefined) return;
    const { callId, stepPath } = begin;
    feed.append(row, { type: 'toolCalled', of: callId, at, body: { stepPath, callId, ...begin.tool } });
  }

  function appendToolCompleted(row: ExecutionRow, commit: CommitCall, at: string): void {
    if (commit.tool === undefined) return;
    const { callId, stepPath } = commit;
    const { result, ...rest } = commit.tool;
    feed.append(row, { type: 'toolCompleted', of: callId, at, body: { stepPath, callId, ...rest, ...toShownResult(result) } });
  }
}

/** A tool's result as the feed shows it: whole, or the beginning of its text. */
export function toShownResult(result: NonNullable<CommitCall['tool']>['result']) {
  if (result === undefined) return {};
  const { text, truncated } = cutBytes(typeof result === 'string' ? result : JSON.stringify(result), LIMIT.eventToolResult);
  return truncated ? { result: text, truncated } : { result };
}

function countEarlier(earlier: AttemptRow[]): Begun['earlier'] {
  const count = (status: AttemptRow['status']): number => earlier.filter((attempt) => attempt.status === status).length;
  return { all: earlier.length, failed: count('failed'), lost: count('lost') };
}
