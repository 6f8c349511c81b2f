import { createHash } from 'node:crypto';
import type { SqliteDatabase } from '../../open-database';
import { OF_APPROVALS } from './kept-approvals';
import type { Way } from './way';

/** Copies what people were asked and have answered, under ids of the fork's own. For use inside a transaction. */
export function createCopyApprovals(database: SqliteDatabase) {
  const copy = database.statement(
    `INSERT INTO approvals (execution, organization, id, kind, status, stepPath, requestedAt, deadline, assignees, escalation, question,
       questionBlob, decision, decisionBlob)
     SELECT ?1, organization, ?2, kind, status, stepPath, requestedAt, deadline, assignees, escalation, question,
       replace(questionBlob, ?3, ?4), decision, replace(decisionBlob, ?3, ?4) FROM approvals WHERE execution = ?5 AND id = ?6`,
  );
  const rename = database.statement(
    `UPDATE events SET id = ?1 || ' ' || type, body = json_set(body, '$.approvalId', ?1)
     WHERE execution = ?2 AND id IN (SELECT ?3 || ' ' || value FROM json_each(?4))`,
  );

  return ({ source, fork, from, to, executionId }: Way, approvals: string[]): void => {
    for (const id of approvals) {
      const own = toOwnId(executionId, id);
      copy.run([fork, own, from, to, source, id]);
      rename.run([own, fork, id, JSON.stringify(OF_APPROVALS)]);
    }
  };
}

/** The same for the same fork, and nothing that could be guessed without knowing the fork's id. */
function toOwnId(executionId: string, approvalId: string): string {
  return `apr_${createHash('sha256').update(`${executionId}\n${approvalId}`).digest('base64url').slice(0, 24)}`;
}
