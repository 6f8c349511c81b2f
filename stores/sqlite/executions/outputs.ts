import type { ExecutionError, Output } from '../../../contracts/entities';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { CommitEvaluation, ExecutionStore, StepOutcome } from '../../../contracts/ports/execution-store';
import { type AnswerRow, prepareAnswer } from './journal-rows';
import { now, type Parts } from './parts';
import { getJson } from './stored-text';

/** What calls answered. */
export function createOutputs(parts: Parts): Pick<ExecutionStore, 'getEntry' | 'getOutput' | 'getStepOutcomes' | 'commitEvaluation'> {
  const { database, blobs, executions, journal, feed } = parts;
  const selectEnd = database.statement<EndRow>(
    `SELECT type, body, outputCall FROM events WHERE execution = ?1
     AND id IN ('stepCompleted:' || ?2, 'stepFailed:' || ?2, 'stepCancelled:' || ?2) LIMIT 1`,
  );

  return {
    getEntry: (organizationId, executionId, callId) =>
      database.read(() => {
        const row = executions.find(organizationId, executionId);
        return row && journal.find(row.key, callId);
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
        return stepPaths.map((stepPath) => (row === null ? null : toOutcome(selectEnd.get([row.key, stepPath]))));
      }),

    async commitEvaluation(organizationId, executionId, { callId, facts, digest, output }) {
      const answer = await prepareEvaluation(organizationId, executionId, output);
      const prepared = await prepareAnswer(blobs, executionId, answer);
      return database.write(() => {
        const at = now();
        const row = executions.require(organizationId, executionId);
        const entry = journal.find(row.key, callId) ?? { callId, attempt: 0, digest };
        if (row.ending !== null) return entry;
        executions.recordActivity(row);
        feed.appendFacts(row, facts, at);
        if (journal.find(row.key, callId) === null) journal.insert(row, entry, prepared, answer.message, at);
        executions.saveCounters(row);
        return entry;
      });
    },
  };

  /** Another call's text is pointed to when a message holds it, else copied. */
  async function prepareEvaluation(organizationId: string, executionId: string, output: CommitEvaluation['output']) {
    if ('text' in output) return { ...output, message: null };
    const found = await database.read(() => {
      const row = executions.find(organizationId, executionId);
      return row && journal.findAnswer(row.key, output.call);
    });
    const { data } = output;
    if (found === null) return { text: '', data, message: null };
    return found.message === null ? { text: (await toOutput(blobs, found)).text, data, message: null } : { data, message: found.message };
  }
}

interface EndRow {
  type: 'stepCompleted' | 'stepFailed' | 'stepCancelled';
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
  const text = row.messageText === null ? answer.text : ((await getJson(blobs, row.messageText, row.messageBlob)) as string);
  return { ...answer, text: text ?? '' };
}
