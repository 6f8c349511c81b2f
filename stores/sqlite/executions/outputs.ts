import type { Output } from '../../../contracts/entities';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { ExecutionStore } from '../../../contracts/ports/execution-store';
import type { AnswerRow } from './journal-rows';
import type { Parts } from './parts';
import { getJson } from './stored-text';

/** What calls answered. */
export function createOutputs(parts: Parts): Pick<ExecutionStore, 'getEntry' | 'getOutput' | 'getStepOutput'> {
  const { database, blobs, executions, journal } = parts;
  const selectStep = database.statement<{ outputCall: string | null }>('SELECT outputCall FROM events WHERE execution = ? AND id = ?');

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

    getStepOutput: (organizationId, executionId, stepPath) =>
      database.read(() => {
        const row = executions.find(organizationId, executionId);
        return row && (selectStep.get([row.key, `stepCompleted:${stepPath}`])?.outputCall ?? null);
      }),
  };
}

/** Text and data of an answer, whole. */
export async function toOutput(blobs: BlobStore, row: AnswerRow): Promise<Output> {
  const answer = (await getJson(blobs, row.answer, row.answerBlob)) as Partial<Output>;
  const text = row.messageText === null ? answer.text : ((await getJson(blobs, row.messageText, row.messageBlob)) as string);
  return { ...answer, text: text ?? '' };
}
