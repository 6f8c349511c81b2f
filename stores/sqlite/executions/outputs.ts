import type { ExecutionError, Output } from '../../../contracts/entities';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { CommitCall, CommitEvaluation, ExecutionStore, StepOutcome } from '../../../contracts/ports/execution-store';
import { toEventId } from './feed-writer';
import { type AnswerRow, prepareAnswer, toEntry } from './journal-rows';
import { prepareMessages } from './message-writer';
import { now, type Parts } from './parts';
import { getJson } from './stored-text';

const ENDS = ['stepCompleted', 'stepFailed', 'stepCancelled'] as const;

/** What calls answered. */
export function createOutputs(
  parts: Parts,
): Pick<
  ExecutionStore,
  | 'getEntry'
  | 'getOutput'
  | 'getStepOutcomes'
  | 'listOpenSteps'
  | 'listCompletedSteps'
  | 'hasStarted'
  | 'hasBeenUndone'
  | 'commitEvaluation'
> {
  const { database, blobs, executions, attempts, journal, feed, letters, messages } = parts;
  // Left to itself SQLite looks for the ids in the whole feed.
  const selectEnd = database.statement<EndRow>(
    `SELECT type, body, outputCall FROM events INDEXED BY eventIds WHERE execution = ? AND id IN (?, ?, ?) ORDER BY seq DESC LIMIT 1`,
  );

  const selectCompleted = database.statement<{ seq: number; body: string; outputCall: string | null }>(
    `SELECT seq, body, outputCall FROM events WHERE execution = ? AND seq < ? AND type = 'stepCompleted' ORDER BY seq DESC LIMIT ?`,
  );
  const selectEvent = database.statement('SELECT 1 FROM events WHERE execution = ? AND id = ?');
  const hasEvent = (organizationId: string, executionId: string, id: string) =>
    database.read(() => {
      const row = executions.find(organizationId, executionId);
      return row !== null && selectEvent.get([row.key, id]) !== undefined;
    });

  const selectOpen = database.statement<{ path: string }>(
    `SELECT json_extract(s.body, '$.stepPath') AS path FROM events s
     WHERE s.execution = ? AND s.type = 'stepStarted' AND json_extract(s.body, '$.stepType') = ? AND NOT EXISTS (
       SELECT 1 FROM events e WHERE e.execution = s.execution
         AND e.id IN (${ENDS.map((type) => `json_extract(s.body, '$.stepPath') || ' ${type}'`).join(', ')})
     ) ORDER BY s.seq LIMIT 100`,
  );

  return {
    listOpenSteps: (organizationId, executionId, stepType) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        return row === null || row.ending !== null ? [] : selectOpen.all([row.key, stepType]).map(({ path }) => path);
      }),

    hasStarted: (organizationId, executionId, stepPath) => hasEvent(organizationId, executionId, toEventId('stepStarted', stepPath)),

    hasBeenUndone: (organizationId, executionId, stepPath) =>
      hasEvent(organizationId, executionId, toEventId('compensationStarted', stepPath)),

    listCompletedSteps: (organizationId, executionId, { before = Number.MAX_SAFE_INTEGER, limit }) =>
      database.read(() => {
        const row = executions.find(organizationId, executionId);
        if (row === null) return [];
        return selectCompleted.all([row.key, before, limit]).map(({ seq, body, outputCall }) => {
          const { stepPath } = JSON.parse(body) as { stepPath: string };
          return { seq, stepPath, ...(outputCall !== null && { output: outputCall }) };
        });
      }),

    getEntry: (organizationId, executionId, callId) =>
      database.read(() => {
        const row = executions.find(organizationId, executionId);
        return row && toEntry(attempts.ofCall(row, callId));
      }),

    async getOutput(organizationId, executionId, callId) {
      const found = await database.read(() => {
        const row = executions.find(organizationId, executionId);
        return row && journal.findAnswer(row.key, callId);
      });
      return found && toOutput(blobs, found);
    },

    getStepOutcomes: (organizationId, executionId, stepPaths) =>
      database.read(() => {
        const row = executions.find(organizationId, executionId);
        const endOf = (path: string) => row && selectEnd.get([row.key, ...ENDS.map((type) => toEventId(type, path))]);
        return stepPaths.map((path) => toOutcome(endOf(path) ?? undefined));
      }),

    async commitEvaluation(organizationId, executionId, { callId, facts, digest, output, closing, letter, said }) {
      const answer = await resolve(organizationId, executionId, output);
      const prepared = await prepareAnswer(blobs, executionId, answer);
      const spoken = await prepareMessages(blobs, executionId, said?.messages ?? []);
      return database.write(() => {
        const at = now();
        const row = executions.require(organizationId, executionId);
        const standing = toEntry(attempts.ofCall(row, callId));
        const entry = { callId, attempt: 1, digest };
        if (row.ending !== null) return standing ?? entry;
        if (standing === null) feed.recordCall(row, at);
        else executions.recordActivity(row);
        feed.appendFacts(row, facts, at);
        if (standing === null) {
          const made = attempts.start(row, { callId, attempt: 1, kind: 'evaluation', worker: null, estimatedInputTokens: 0 }, at);
          attempts.settle(row, made, { status: 'succeeded' }, at);
          journal.write(row, { ...entry, messages: [], output: answer }, prepared, row.lastSeq);
          for (const taken of [...(letter === undefined ? [] : [letter]), ...(said?.letters ?? [])]) letters.markTaken(row, taken, callId);
          if (said !== undefined) messages.append(row, spoken, said.stepPath, at);
          if (closing) parts.close(row, closing, { status: 'completed', output: callId }, at);
        }
        executions.saveCounters(row);
        return standing ?? entry;
      });
    },
  };

  /** Another call's text is pointed to when a message holds it, else copied. */
  async function resolve(organizationId: string, executionId: string, output: CommitEvaluation['output']): Promise<CommitCall['output']> {
    if (!('call' in output)) return output;
    const found = await database.read(() => {
      const row = executions.find(organizationId, executionId);
      return row && journal.findAnswer(row.key, output.call);
    });
    const { data } = output;
    if (found === null) return { text: '', data };
    if (found.thread !== null && found.index !== null) return { message: { thread: found.thread, index: found.index }, data };
    return { text: (await toOutput(blobs, found)).text, data };
  }
}

interface EndRow {
  type: (typeof ENDS)[number];
  body: string;
  outputCall: string | null;
}

function toOutcome(row: EndRow | undefined): StepOutcome | null {
  if (row === undefined) return null;
  if (row.type === 'stepCompleted') return { status: 'completed', output: row.outputCall ?? undefined };
  if (row.type === 'stepCancelled') return { status: 'cancelled' };
  return { status: 'failed', error: (JSON.parse(row.body) as { error: ExecutionError }).error };
}

/** Text and data of an answer, whole. */
export async function toOutput(blobs: BlobStore, row: AnswerRow): Promise<Output> {
  const answer = (await getJson(blobs, row.answer, row.answerBlob)) as Partial<Output>;
  const text = row.text === null ? answer.text : ((await getJson(blobs, row.text, row.textBlob)) as string);
  return { ...answer, text: text ?? '' };
}
