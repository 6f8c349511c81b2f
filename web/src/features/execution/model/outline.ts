import type { StepSummary } from '@client';

/** A line of the outline of a long execution. */
export interface OutlineRow {
  path: string;
  depth: number;
  /** Null: not read yet. */
  step: StepSummary | null;
  /** A repetition: which one, of which steps. */
  of: { group: StepSummary; number: number } | null;
  open: boolean;
}

/** All lines there are, however many, each made when it is asked for. */
export interface Outline {
  count: number;
  /** Undefined beyond the end. */
  rowAt: (index: number) => OutlineRow | undefined;
  /** The steps whose inner steps have to be read for it; null: the root. */
  parents: (string | null)[];
}

/** What can be known when an outline is drawn. */
export interface OutlineSource {
  /** The steps directly inside one (null: the root); undefined while they are not read. */
  stepsIn: (parent: string | null) => readonly StepSummary[] | undefined;
  isOpen: (step: StepSummary, depth: number) => boolean;
  /** The numbers of the repetitions that are open, ascending. */
  openRepetitionsOf: (path: string) => readonly number[];
}

interface Stretch {
  from: number;
  count: number;
  rowAt: (offset: number) => OutlineRow;
}

/** The lines of what is open: steps in their order, repetitions of one as a stretch of lines that nobody has to make. */
export function toOutline({ stepsIn, isOpen, openRepetitionsOf }: OutlineSource): Outline {
  const stretches: Stretch[] = [];
  const parents: (string | null)[] = [];
  let count = 0;
  const put = (length: number, rowAt: Stretch['rowAt']) => {
    if (length <= 0) return;
    stretches.push({ from: count, count: length, rowAt });
    count += length;
  };
  const addLevel = (parent: string | null, depth: number) => {
    parents.push(parent);
    for (const step of stepsIn(parent) ?? []) {
      const open = isOpen(step, depth);
      put(1, () => ({ path: step.path, depth, step, of: null, open }));
      if (!open) continue;
      if (step.repeats) addRepetitions(step, depth + 1);
      else addLevel(step.path, depth + 1);
    }
  };
  const addRepetitions = (group: StepSummary, depth: number) => {
    const toRow = (number: number, open: boolean): OutlineRow => ({
      path: `${group.path}#${number}`,
      depth,
      step: null,
      of: { group, number },
      open,
    });
    let next = 1;
    for (const number of openRepetitionsOf(group.path).filter((one) => one <= group.begun)) {
      const first = next;
      put(number - first, (offset) => toRow(first + offset, false));
      put(1, () => toRow(number, true));
      addLevel(`${group.path}#${number}`, depth + 1);
      next = number + 1;
    }
    put(group.begun - next + 1, (offset) => toRow(next + offset, false));
  };
  addLevel(null, 0);
  return { count, parents, rowAt: (index) => findRow(stretches, index) };
}

function findRow(stretches: readonly Stretch[], index: number): OutlineRow | undefined {
  let [low, high] = [0, stretches.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (stretch === undefined) return undefined;
    if (index < stretch.from) high = middle - 1;
    else if (index >= stretch.from + stretch.count) low = middle + 1;
    else return stretch.rowAt(index - stretch.from);
  }
  return undefined;
}
