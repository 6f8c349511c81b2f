import type { ApprovalDecision } from '../../../../contracts/approvals';
import { LIMIT } from '../../../../contracts/constants';
import type { Json } from '../../../../contracts/json';
import type { BlobStore } from '../../../../contracts/ports/blob-store';
import type { RecordEdit } from '../../../../contracts/ports/fork-store';
import { cutText } from '../../../../contracts/text';
import type { SqliteDatabase } from '../../open-database';
import { toShownResult } from '../calls';
import { prepareAnswer } from '../journal-rows';
import { type PreparedText, prepareText } from '../message-writer';
import { putLongJson } from '../stored-text';
import { outputOf } from './edit-targets';

type AnswerEdit = Extract<RecordEdit, { answerOf: string }>;

/** An edit whose long texts are in the blob store already. */
interface PreparedEdit {
  edit: RecordEdit;
  text: PreparedText;
  answer: { answer: string; blob: string | null };
  /** Of a person. */
  decision?: { json: string; blob: string | null };
}

/** Brings long texts to the blob store, below the fork's own prefix. */
export async function prepareEdits(blobs: BlobStore, executionId: string, edits: RecordEdit[]): Promise<PreparedEdit[]> {
  return Promise.all(
    edits.map(async (edit) => ({
      edit,
      text: await prepareText(blobs, executionId, edit.text),
      answer: await prepareAnswer(blobs, executionId, {
        text: edit.text,
        ...('message' in edit ? {} : { data: 'result' in edit ? edit.result : (edit.data as Json) }),
      }),
      ...('answerOf' in edit && { decision: await prepareDecision(blobs, executionId, edit) }),
    })),
  );
}

async function prepareDecision(blobs: BlobStore, executionId: string, { data, text }: AnswerEdit): Promise<PreparedEdit['decision']> {
  const json = JSON.stringify({ ...data, ...(text !== '' && { comment: text }) } satisfies ApprovalDecision);
  const blob = await putLongJson(blobs, executionId, json);
  return { json: blob === null ? json : '{}', blob };
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
  const updateApproval = database.statement<{ id: string }>(
    `UPDATE approvals SET status = ?, decision = ?, decisionBlob = ?
     WHERE execution = ? AND stepPath = ? AND kind = 'step' AND decision IS NOT NULL RETURNING id`,
  );
  // Whether a person or the deadline decided it: now it is the edit's.
  const updateDecided = database.statement(
    `UPDATE events SET id = ?1 || ' approvalDecided', type = 'approvalDecided', body = ?2
     WHERE execution = ?3 AND id IN (?1 || ' approvalDecided', ?1 || ' approvalExpired')`,
  );

  function editMessage(execution: number, place: { thread: string; index: number }, text: PreparedText, editedFrom: string): void {
    const at = [execution, place.thread, place.index];
    const { body } = selectMessage.get(at) ?? missing(`message ${place.index} of ${place.thread}`);
    updateMessage.run([text.text, text.blob, JSON.stringify({ ...JSON.parse(body), editedFrom: first(body, editedFrom) }), ...at]);
  }

  function editAnswer(execution: number, edit: AnswerEdit, { answer, decision }: PreparedEdit): void {
    const { answerOf: stepPath, data } = edit;
    updateAnswer.run([answer.answer, answer.blob, execution, outputOf(stepPath)]);
    const status = data.decision === 'reject' ? 'rejected' : 'approved';
    const decided = updateApproval.get([status, decision?.json ?? null, decision?.blob ?? null, execution, stepPath]);
    // What an older version recorded has none.
    if (decided === undefined) return;
    const body = {
      approvalId: decided.id,
      stepPath,
      decision: data.decision,
      by: data.by,
      ...(edit.text !== '' && { comment: edit.text }),
    };
    updateDecided.run([decided.id, JSON.stringify(body), execution]);
  }

  function editCall(execution: number, callId: string, { edit, text, answer }: PreparedEdit, result: Json, editedFrom: string): void {
    const id = `${callId} toolCompleted`;
    const { thread, index } = selectCall.get([execution, callId]) ?? missing(`the call ${callId}`);
    const { body } = selectEvent.get([execution, id]) ?? missing(`the end of the call ${callId}`);
    const { error: _error, truncated: _truncated, ...event } = JSON.parse(body);
    updateEvent.run([JSON.stringify({ ...event, ...toShownResult(result), editedFrom: first(body, editedFrom) }), execution, id]);
    const preview = cutText(edit.text, LIMIT.digestPreview);
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
        if ('answerOf' in edit) editAnswer(execution, edit, prepared);
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
