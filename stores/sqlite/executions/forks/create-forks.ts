import type { StartRecord } from '../../../../contracts/plan';
import type { ForkStore, RecordEdit } from '../../../../contracts/ports/fork-store';
import type { ExecutionRow } from '../execution-rows';
import { toEventId } from '../feed-writer';
import { now, type Parts } from '../parts';
import { blobPrefixOf } from '../stored-text';
import { createCopyRows } from './copy-rows';
import { createCuts } from './cuts';
import { createEditRows, prepareEdits } from './edit-rows';
import { createOpenChildren } from './open-children';
import { createTapeRows } from './tape-rows';

type Cut = Pick<NonNullable<StartRecord['forkedFrom']>, 'superstep' | 'kind'>;

/** Executions that begin where others stood: the rows up to the cut are copied, so neither needs the other afterwards. */
export function createForks(parts: Parts): Omit<ForkStore, 'listForks'> {
  const { database, blobs, executions, feed, starts, readOf } = parts;
  const cuts = createCuts(database);
  const rows = createCopyRows(database);
  const edited = createEditRows(database);
  const openChildren = createOpenChildren(database);
  const tapes = createTapeRows(database);
  const selectStatus = database.statement<{ status: string }>(
    `SELECT iif(type = 'attentionNeeded', 'attention', body ->> 'status') AS status FROM events
     WHERE execution = ? AND type IN ('statusChanged', 'attentionNeeded', 'attentionEnded') ORDER BY seq DESC LIMIT 1`,
  );
  const selectTool = database.statement<{ tool: string }>(`SELECT body ->> 'tool' AS tool FROM events WHERE execution = ? AND id = ?`);
  const selectBegun = database.statement<object>('SELECT 1 FROM events WHERE execution = ? AND id = ? AND seq <= ?');

  /** The end of what may be copied. */
  function endOf(source: ExecutionRow, { superstep, kind }: Cut): number {
    return kind === 'retry' ? source.lastSeq : (cuts.find(source, superstep)?.seq ?? 0);
  }

  function keptOf(
    source: ExecutionRow,
    { kind, superstep }: Cut,
    edits: RecordEdit[],
    until: string | undefined,
  ): ReturnType<typeof cuts.at> {
    if (kind === 'retry') return cuts.forRetry(source);
    return until === undefined ? cuts.at(source, superstep, edits) : cuts.byTime(source, superstep, until);
  }

  /** Before the rows: what they point to must be there. */
  async function copyBlobs(from: string, to: string, keys: string[]): Promise<void> {
    for (const key of keys) {
      const bytes = await blobs.get(key);
      if (bytes !== null) await blobs.put(key.replace(from, to), bytes);
    }
  }

  /** Nothing holds the fork, whatever held its source at the cut. */
  function tellRunning(row: ExecutionRow): void {
    const status = selectStatus.get([row.key])?.status ?? 'running';
    if (status === 'running') return;
    const event = { of: String(row.lastSeq + 1), at: now(), body: { status: 'running' as const } };
    feed.append(row, { ...event, type: status === 'attention' ? 'attentionEnded' : 'statusChanged' });
  }

  return {
    async fork(record, edits = [], until) {
      const { organizationId, executionId, forkedFrom } = record;
      if (forkedFrom === undefined) throw new Error('Only a record with forkedFrom can be forked');
      const [from, to] = [blobPrefixOf(forkedFrom.executionId), blobPrefixOf(executionId)];
      const keys = await readOf(organizationId, forkedFrom.executionId, (source) =>
        rows.blobsUpTo(source.key, until === undefined ? endOf(source, forkedFrom) : source.lastSeq),
      );
      await copyBlobs(from, to, keys ?? []);
      const prepared = await prepareEdits(blobs, executionId, edits);
      return database.write(() => {
        const standing = starts.find(organizationId, executionId);
        if (standing !== null) return standing;
        const source = executions.find(organizationId, forkedFrom.executionId);
        if (source === null) return null;
        const kept = keptOf(source, forkedFrom, edits, until);
        if (kept === null || 'refused' in kept) return kept;
        const key = starts.insert(record);
        const lastAttempt = rows.copy({ source: source.key, fork: key, executionId, from, to }, kept);
        edited.apply(key, prepared, forkedFrom.executionId);
        const row = executions.require(organizationId, executionId);
        Object.assign(row, { lastSeq: kept.lastSeq, lastSuperstep: kept.lastSuperstep, lastAttempt });
        tellRunning(row);
        executions.saveCounters(row);
        return record;
      });
    },

    listOpenChildren: (organizationId, executionId) =>
      database.read(() => {
        const { forkedFrom } = starts.find(organizationId, executionId) ?? {};
        const fork = executions.find(organizationId, executionId);
        const source = forkedFrom && executions.find(organizationId, forkedFrom.executionId);
        if (!fork || !source) return [];
        const until = forkedFrom.kind === 'retry' ? undefined : cuts.find(source, forkedFrom.superstep)?.at;
        return openChildren.of(fork.key).flatMap((child) => {
          const row = executions.find(organizationId, child.executionId);
          // One of the fork's own is no original.
          if (row === null || row.parent === executionId) return [];
          const superstep = until === undefined ? row.lastSuperstep : cuts.countBy(row, until);
          return [{ ...child, superstep, ...(until !== undefined && { until }) }];
        });
      }),

    getLastSuperstep: (organizationId, executionId) =>
      database.read(() => executions.findListed(organizationId, executionId)?.lastSuperstep ?? null),

    hasBegun: (organizationId, executionId, superstep, stepPath) =>
      readOf(organizationId, executionId, (row) => {
        const cut = cuts.find(row, superstep);
        return cut ? selectBegun.get([row.key, toEventId('stepStarted', stepPath), cut.seq]) !== undefined : null;
      }),

    getCalledTool: (organizationId, executionId, callId) =>
      readOf(organizationId, executionId, ({ key }) => selectTool.get([key, toEventId('toolCompleted', callId)])?.tool ?? null),

    readTape: (organizationId, executionId) => database.read(() => tapes.read(executions.require(organizationId, executionId).key)),
  };
}
