import type { Output } from '../../../contracts/entities';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { CommitCall, CommitEvaluation, JournalStore } from '../../../contracts/ports/journal-store';
import { type AnswerRow, prepareAnswer, toEntry } from './journal-rows';
import { prepareMessages } from './message-writer';
import { now, type Parts } from './parts';
import { getJson } from './stored-text';

/** What calls answered, and the answers that no provider and no tool gave. */
export function createOutputs(parts: Parts): Pick<JournalStore, 'getEntry' | 'getOutput' | 'commitEvaluation'> {
  const { database, blobs, executions, attempts, journal, feed, letters, messages, readOf } = parts;
  const findAnswer = (organizationId: string, executionId: string, callId: string) =>
    readOf(organizationId, executionId, ({ key }) => journal.findAnswer(key, callId));

  return {
    getEntry: (organizationId, executionId, callId) => readOf(organizationId, executionId, (row) => toEntry(attempts.ofCall(row, callId))),

    async getOutput(organizationId, executionId, callId) {
      const found = await findAnswer(organizationId, executionId, callId);
      return found && toOutput(blobs, found);
    },

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
    const found = await findAnswer(organizationId, executionId, output.call);
    const { data } = output;
    if (found === null) return { text: '', data };
    if (found.thread !== null && found.index !== null) return { message: { thread: found.thread, index: found.index }, data };
    return { text: (await toOutput(blobs, found)).text, data };
  }
}

/** Text and data of an answer, whole. */
export async function toOutput(blobs: BlobStore, row: AnswerRow): Promise<Output> {
  const answer = (await getJson(blobs, row.answer, row.answerBlob)) as Partial<Output>;
  const text = row.text === null ? answer.text : ((await getJson(blobs, row.text, row.textBlob)) as string);
  return { ...answer, text: text ?? '' };
}
