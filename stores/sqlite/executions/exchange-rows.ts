import { createHash } from 'node:crypto';
import { type TextlessResponse, withText } from '../../../contracts/exchange';
import type { BeginAttempt } from '../../../contracts/ports/attempt-store';
import type { RecordedExchange } from '../../../contracts/ports/exchange-store';
import type { CommitCall } from '../../../contracts/ports/journal-store';
import { cutBytes } from '../../cut-bytes';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';
import { INLINE_LIMIT } from './stored-text';

/** Requests and responses, for use inside a write transaction. */
export function createExchangeRows(database: SqliteDatabase) {
  const insert = database.statement('INSERT OR IGNORE INTO requestFrames (execution, hash, frame) VALUES (?, ?, ?)');

  return {
    /** Keeps what a request has around its conversation, once however many calls have the same; returns its hash. */
    keepFrame(row: ExecutionRow, frame: BeginAttempt['frame']): string | null {
      if (frame === undefined) return null;
      const json = JSON.stringify(frame);
      const hash = createHash('sha256').update(json).digest('base64url');
      insert.run([row.key, hash, json]);
      return hash;
    },
  };
}

/** Of an answer that is not taken: its text is in no message. */
export function toUntaken({ exchange, messages }: CommitCall): RecordedExchange | undefined {
  const response = exchange?.response;
  if (exchange === undefined || response == null) return exchange;
  const { text, truncated } = cutBytes(messages[0]?.text ?? '', INLINE_LIMIT / 4);
  const whole: TextlessResponse = { ...withText(response, text), ...(truncated && { truncated }) };
  return { ...exchange, response: whole };
}
