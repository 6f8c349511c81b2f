import type { ExchangeStore, RecordedExchange } from '../../../contracts/ports/exchange-store';
import type { RequestFrame } from '../../../contracts/ports/model-provider';
import type { CallView } from '../../../contracts/view';
import type { Parts } from './parts';
import { getJson } from './stored-text';

interface ExchangeRow {
  model: string | null;
  at: string;
  view: string | null;
  frame: string | null;
  outputTokens: number | null;
  exchange: string | null;
  text: string | null;
  textBlob: string | null;
  editedFrom: string | null;
}

/** What model calls were shown, and what their attempts sent and got. */
export function createExchanges({ database, blobs, readOf }: Parts): ExchangeStore {
  const firstView = database.statement<{ view: string; at: string }>(
    `SELECT view, startedAt AS at FROM attempts WHERE execution = ? AND callId = ? AND view IS NOT NULL ORDER BY attempt LIMIT 1`,
  );
  const select = database.statement<ExchangeRow>(
    `SELECT a.model, a.startedAt AS at, a.view, f.frame, a.worstOutputTokens AS outputTokens, a.exchange,
       m.text, m.textBlob, m.body ->> 'editedFrom' AS editedFrom
     FROM attempts a LEFT JOIN requestFrames f ON f.execution = a.execution AND f.hash = a.frame
     LEFT JOIN messages m ON m.execution = a.execution AND m.thread = a.thread AND m."index" = a."index"
     WHERE a.execution = ? AND a.callId = ? AND a.attempt = ? AND a.kind = 'model'`,
  );

  return {
    async getView(organizationId, executionId, callId) {
      const found = await readOf(organizationId, executionId, ({ key }) => firstView.get([key, callId]));
      return found ? { view: JSON.parse(found.view) as CallView, at: found.at } : null;
    },

    async getExchange(organizationId, executionId, { callId, attempt }) {
      const row = await readOf(organizationId, executionId, ({ key }) => select.get([key, callId, attempt]));
      if (!row) return null;
      const isKept = row.text !== null && row.editedFrom === null;
      return {
        model: row.model ?? '',
        at: row.at,
        view: row.view === null ? null : (JSON.parse(row.view) as CallView),
        frame: row.frame === null ? null : (JSON.parse(row.frame) as RequestFrame),
        outputTokens: row.outputTokens,
        recorded: row.exchange === null ? null : (JSON.parse(row.exchange) as RecordedExchange),
        text: isKept ? ((await getJson(blobs, row.text ?? '', row.textBlob)) as string) : null,
      };
    },
  };
}
