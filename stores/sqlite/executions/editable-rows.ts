import { HANDOFF_TOOL_PREFIX, LIMIT } from '../../../contracts/constants';
import type { StoredCheckpoint } from '../../../contracts/ports/feed-store';
import type { SqliteDatabase } from '../open-database';
import { createKeptRows, type Recorded } from './forks/kept';

/** What can be edited at a superstep, for use inside a transaction. */
export function createEditableRows(database: SqliteDatabase) {
  const recorded = createKeptRows(database);
  const selectBefore = database.statement<{ seq: number }>(
    `SELECT coalesce(max(seq), 0) AS seq FROM events WHERE execution = ? AND type = 'superstepCommitted' AND seq < ?`,
  );
  const selectNext = database.statement<{ stepPath: string }>(
    `SELECT body ->> 'stepPath' AS stepPath FROM events WHERE execution = ?1 AND type = 'stepStarted' AND seq > ?2
     AND seq < coalesce((SELECT min(seq) FROM events WHERE execution = ?1 AND type = 'superstepCommitted' AND seq > ?2), 9e15)
     AND body ->> 'stepType' NOT IN ('map', 'approval', 'wait') ORDER BY seq LIMIT ${LIMIT.editableListed + 1}`,
  );

  return {
    /** Of the superstep that closed with the event at `seq`. */
    at(execution: number, seq: number): StoredCheckpoint['editable'] {
      const events = recorded.between(execution, selectBefore.get([execution, seq])?.seq ?? 0, seq);
      const idsOf = (idOf: (event: Recorded) => string[]) => events.flatMap(idOf);
      const lists = {
        messages: idsOf(({ thread, index, message }) =>
          message === null || message.role === 'tool' || message.summaryOf !== undefined ? [] : [`${thread}/${index}`],
        ),
        toolResults: idsOf(({ type, callId, tool }) =>
          type !== 'toolCompleted' || callId === undefined || tool?.startsWith(HANDOFF_TOOL_PREFIX) ? [] : [callId],
        ),
        answers: idsOf(({ type, stepType, stepPath }) => (type === 'stepCompleted' && stepType === 'approval' ? [stepPath] : [])),
        inputs: selectNext.all([execution, seq]).map(({ stepPath }) => stepPath),
      };
      const { messages, toolResults, answers, inputs } = lists;
      const truncated = Object.values(lists).some(({ length }) => length > LIMIT.editableListed);
      const first = (ids: string[]) => ids.slice(0, LIMIT.editableListed);
      return {
        messages: first(messages),
        toolResults: first(toolResults),
        answers: first(answers),
        inputs: first(inputs),
        ...(truncated && { truncated }),
      };
    },
  };
}
