import type { FirstDifference, StepComparison } from '../../../contracts/comparison';
import type { StepStore } from '../../../contracts/ports/step-store';
import { readPage } from '../page';
import { createComparedSteps } from './compared-steps';
import type { Parts } from './parts';

/** A step or a turn where it began in a feed. */
interface UnitRow {
  seq: number;
  stepPath: string;
  /** Null for a turn. */
  stepType: string | null;
}

/** What one or both have, and how far both have been read with it. */
interface Pair {
  stepPath: string;
  stepType: string | null;
  hasLeft: boolean;
  hasRight: boolean;
  position: [left: number, right: number];
}

/** Steps in one look for the first difference; between two the event loop turns. */
const LOOK = 200;

/** What gives no text of its own but its inner steps': a difference is looked for in those first. */
const COMPOSITES = ['sequential', 'concurrent', 'groupChat', 'handoff', 'magentic', 'route', 'loop', 'map'];

/** Two executions side by side, in the order of the left one. */
export function createComparing(parts: Parts): Pick<StepStore, 'compareSteps' | 'findFirstDifference'> {
  const { database, executions, journal } = parts;
  const steps = createComparedSteps(database, journal);
  // A turn has no beginning of its own; what began is told by that.
  const selectUnits = database.statement<UnitRow>(
    `SELECT e.seq, e.body ->> 'stepPath' AS stepPath, e.body ->> 'stepType' AS stepType FROM events e
     WHERE e.execution = ? AND e.seq > ? AND e.seq < ? AND (e.type = 'stepStarted' OR e.type = 'superstepCommitted' AND NOT EXISTS
       (SELECT 1 FROM events s WHERE s.execution = e.execution AND s.id = (e.body ->> 'stepPath') || ' stepStarted'))
     ORDER BY e.seq LIMIT ?`,
  );
  // With a plain `seq` SQLite walks the feed in that order until it meets one of the ids, to its end when there is none.
  const selectPlace = database.statement<{ seq: number }>(
    `SELECT seq FROM events WHERE execution = ?1 AND id IN (?2 || ' stepStarted', ?2 || ' superstepCommitted') ORDER BY +seq LIMIT 1`,
  );

  /** The next pairs after a position. */
  function pairsAfter(left: number, right: number, after: [number, number], limit: number): Pair[] {
    const pairs: Pair[] = [];
    let [, atRight] = after;
    const addRight = (atLeft: number, until: number) => {
      for (const { seq, stepPath, stepType } of selectUnits.all([right, atRight, until, limit])) {
        if (selectPlace.get([left, stepPath]) !== undefined) continue;
        pairs.push({ stepPath, stepType, hasLeft: false, hasRight: true, position: [atLeft, seq] });
      }
    };
    let [atLeft] = after;
    for (const { seq, stepPath, stepType } of selectUnits.all([left, atLeft, Number.MAX_SAFE_INTEGER, limit])) {
      const other = selectPlace.get([right, stepPath])?.seq;
      if (other !== undefined && other > atRight) {
        addRight(atLeft, other);
        atRight = other;
      }
      pairs.push({ stepPath, stepType, hasLeft: true, hasRight: other !== undefined, position: [seq, atRight] });
      atLeft = seq;
      if (pairs.length >= limit) return pairs.slice(0, limit);
    }
    addRight(atLeft, Number.MAX_SAFE_INTEGER);
    return pairs.slice(0, limit);
  }

  function toComparison(left: number, right: number, pair: Pair, counted: boolean): StepComparison {
    const { stepPath, stepType } = pair;
    const [one, other] = [
      pair.hasLeft ? steps.read(left, stepPath, counted) : null,
      pair.hasRight ? steps.read(right, stepPath, counted) : null,
    ];
    const same = one?.status === other?.status && one?.identity === other?.identity && one?.error?.code === other?.error?.code;
    const shown = (step: typeof one) => {
      if (step === null) return null;
      const { identity: _identity, ...rest } = step;
      return rest;
    };
    return { stepPath, ...(stepType !== null && { stepType }), left: shown(one), right: shown(other), same };
  }

  const keysOf = (organizationId: string, ids: [string, string]) => {
    const [left, right] = ids.map((id) => executions.findListed(organizationId, id)?.key);
    return left === undefined || right === undefined ? null : { left, right };
  };

  return {
    compareSteps: (organizationId, ids, page) =>
      readPage({
        scope: { list: 'comparison', organizationId, ids },
        page,
        positionLength: 2,
        select: (after, limit) =>
          database.read(() => {
            const keys = keysOf(organizationId, ids);
            return keys === null
              ? []
              : pairsAfter(keys.left, keys.right, [after?.[0] ?? 0, after?.[1] ?? 0], limit).map((pair) => ({ keys, pair }));
          }),
        positionOf: ({ pair }) => pair.position,
        toItem: ({ keys, pair }) => database.read(() => toComparison(keys.left, keys.right, pair, true)),
      }),

    async findFirstDifference(organizationId, ids) {
      let position: [number, number] = [0, 0];
      let composite: FirstDifference | null = null;
      for (;;) {
        const found = await database.read(() => {
          const keys = keysOf(organizationId, ids);
          if (keys === null) return [];
          return pairsAfter(keys.left, keys.right, position, LOOK).map((pair) => ({
            pair,
            ...toComparison(keys.left, keys.right, pair, false),
          }));
        });
        for (const one of found) {
          const difference = toDifference(one);
          if (difference !== null && !COMPOSITES.includes(one.stepType ?? '')) return difference;
          composite ??= difference;
        }
        const last = found.at(-1);
        if (last === undefined || found.length < LOOK) return composite;
        position = last.pair.position;
      }
    },
  };
}

function toDifference({ stepPath, left, right, same }: StepComparison): FirstDifference | null {
  if (same) return null;
  if (left === null || right === null) return { stepPath, what: left === null ? 'onlyRight' : 'onlyLeft' };
  return { stepPath, what: left.status === right.status && left.error?.code === right.error?.code ? 'text' : 'status' };
}
