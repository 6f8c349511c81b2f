import type { ExecutionStore, RecordedExchange } from '../../../contracts/ports/execution-store';
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

/** What attempts of model calls sent and got. */
export function createExchanges({ database, blobs, executions }: Parts): Pick<ExecutionStore, 'getExchange'> {
  const select = database.statement<ExchangeRow>(
    `SELECT a.model, a.startedAt AS at, a.view, f.frame, a.worstOutputTokens AS outputTokens, a.exchange,
       m.text, m.textBlob, m.body ->> 'editedFrom' AS editedFrom
     FROM attempts a LEFT JOIN requestFrames f ON f.execution = a.execution AND f.hash = a.frame
     LEFT JOIN messages m ON m.execution = a.execution AND m.thread = a.thread AND m."index" = a."index"
     WHERE a.execution = ? AND a.callId = ? AND a.attempt = ? AND a.kind = 'model'`,
  );

  return {
    async getExchange(organizationId, executionId, { callId, attempt }) {
      const row = await database.read(() => {
        const found = executions.find(organizationId, executionId);
        return found === null ? undefined : select.get([found.key, callId, attempt]);
      });
      if (row === undefined) return null;
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
