import { LIMIT } from '../../../../contracts/constants';
import type { Json } from '../../../../contracts/json';
import type { BlobStore } from '../../../../contracts/ports/blob-store';
import type { RecordEdit } from '../../../../contracts/ports/execution-store';
import { cutText } from '../../../cut-text';
import type { SqliteDatabase } from '../../open-database';
import { toShownResult } from '../calls';
import { prepareAnswer } from '../journal-rows';
import { type PreparedText, prepareText } from '../message-writer';
import { outputOf } from './edit-targets';

/** An edit whose long texts are in the blob store already. */
interface PreparedEdit {
  edit: RecordEdit;
  text: PreparedText;
  answer: { answer: string; blob: string | null };
}

/** Brings long texts to the blob store, below the fork's own prefix. */
export async function prepareEdits(blobs: BlobStore, executionId: string, edits: RecordEdit[]): Promise<PreparedEdit[]> {
  return Promise.all(
    edits.map(async (edit) => ({
      edit,
      text: await prepareText(blobs, executionId, edit.text),
      answer: await prepareAnswer(blobs, executionId, {
        text: edit.text,
        ...('message' in edit ? {} : { data: 'result' in edit ? edit.result : edit.data }),
      }),
    })),
  );
}

/** Puts other texts into a fork's copies, inside the transaction that makes them. */
export function createEditRows(database: SqliteDatabase) {
  const selectMessage = database.statement<{ body: string }>(
    'SELECT body FROM messages WHERE execution = ? AND thread = ? AND "index" = ?',
  );
  const updateMessage = database.statement(
    'UPDATE messages SET text = ?, textBlob = ?, body = ? WHERE execution = ? AND thread = ? AND "index" = ?',
  );
  const selectEvent = database.statement<{ body: string }>('SELECT body FROM events WHERE execution = ? AND id = ?');
  const updateEvent = database.statement('UPDATE events SET body = ? WHERE execution = ? AND id = ?');
  const selectCall = database.statement<{ thread: string | null; index: number | null }>(
    `SELECT thread, "index" FROM attempts WHERE execution = ? AND callId = ? AND status = 'succeeded'`,
  );
  const updateCall = database.statement(
    `UPDATE attempts SET digest = ?, answer = ?, answerBlob = ? WHERE execution = ? AND callId = ? AND status = 'succeeded'`,
  );

  const updateAnswer = database.statement(
    `UPDATE attempts SET answer = ?, answerBlob = ? WHERE execution = ? AND callId = ? AND status = 'succeeded'`,
  );

  function editMessage(execution: number, place: { thread: string; index: number }, text: PreparedText, editedFrom: string): void {
    const at = [execution, place.thread, place.index];
    const { body } = selectMessage.get(at) ?? missing(`message ${place.index} of ${place.thread}`);
    updateMessage.run([text.text, text.blob, JSON.stringify({ ...JSON.parse(body), editedFrom: first(body, editedFrom) }), ...at]);
  }

  function editCall(execution: number, callId: string, { edit, text, answer }: PreparedEdit, result: Json, editedFrom: string): void {
    const id = `${callId} toolCompleted`;
    const { thread, index } = selectCall.get([execution, callId]) ?? missing(`the call ${callId}`);
    const { body } = selectEvent.get([execution, id]) ?? missing(`the end of the call ${callId}`);
    const { error: _error, truncated: _truncated, ...event } = JSON.parse(body);
    updateEvent.run([JSON.stringify({ ...event, ...toShownResult(result), editedFrom: first(body, editedFrom) }), execution, id]);
    const preview = cutText(edit.text, LIMIT.digestPreview).text;
    const digest = JSON.stringify({ ok: true, ...(preview !== '' && { preview }) });
    const inMessage = thread !== null && index !== null;
    updateCall.run([digest, inMessage ? '{}' : answer.answer, inMessage ? null : answer.blob, execution, callId]);
    if (inMessage) editMessage(execution, { thread, index }, text, editedFrom);
  }

  return {
    /** `editedFrom`: the execution that has the original. */
    apply(execution: number, edits: PreparedEdit[], editedFrom: string): void {
      for (const prepared of edits) {
        const { edit } = prepared;
        if ('answerOf' in edit) updateAnswer.run([prepared.answer.answer, prepared.answer.blob, execution, outputOf(edit.answerOf)]);
        else if ('message' in edit) editMessage(execution, edit.message, prepared.text, editedFrom);
        else editCall(execution, edit.callId, prepared, edit.result, editedFrom);
      }
    },
  };
}

/** Edited twice, it still says where the original is. */
function first(body: string, editedFrom: string): string {
  return (JSON.parse(body) as { editedFrom?: string }).editedFrom ?? editedFrom;
}

function missing(what: string): never {
  throw new Error(`A fork has no copy of ${what}, which was to be edited`);
}
