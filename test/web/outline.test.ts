import type { StepSummary } from '../../client';
import { type Outline, toOutline } from '../../web/src/features/execution/model/outline';

const AT = '2026-11-26T12:00:00.000Z';
const summary = (path: string, begun = 1): StepSummary => ({
  path,
  stepType: 'agent',
  repeats: begun > 1,
  begun,
  completed: begun,
  failed: 0,
  cancelled: 0,
  seq: 1,
  startedAt: AT,
  endedAt: AT,
});
const LEVELS = new Map<string | null, StepSummary[]>([
  [null, [summary('root')]],
  ['root', [summary('root/items', 50_000), summary('root/last')]],
  ['root/items#2', [summary('root/items#2/inner')]],
]);

function outlineOf(open: string[], repetitions: number[] = []): Outline {
  return toOutline({
    stepsIn: (parent) => LEVELS.get(parent),
    isOpen: ({ path }) => open.includes(path),
    openRepetitionsOf: () => repetitions,
  });
}

const read = ({ rowAt }: Outline, ...indexes: number[]) => indexes.map((index) => rowAt(index)?.path);

describe('the outline of a long execution', () => {
  it('has one line for all repetitions until they are opened', () => {
    const closed = outlineOf(['root']);
    expect(closed.count).toBe(3);
    expect(read(closed, 0, 1, 2, 3)).toEqual(['root', 'root/items', 'root/last', undefined]);
    expect(closed.parents).toEqual([null, 'root']);
  });

  it('has a line for each repetition, with what is open in one after it', () => {
    const open = outlineOf(['root', 'root/items'], [2]);
    expect(open.count).toBe(3 + 50_000 + 1);
    expect(read(open, 2, 3, 4, 5, 50_002, 50_003)).toEqual([
      'root/items#1',
      'root/items#2',
      'root/items#2/inner',
      'root/items#3',
      'root/items#50000',
      'root/last',
    ]);
    expect(open.rowAt(3)).toMatchObject({ open: true, depth: 2, of: { number: 2 } });
    expect(open.parents).toEqual([null, 'root', 'root/items#2']);
  });

  it('asks for what is open and not read, and leaves out repetitions that have not begun', () => {
    const open = outlineOf(['root', 'root/items', 'root/last'], [1, 60_000]);
    expect(open.parents).toEqual([null, 'root', 'root/items#1', 'root/last']);
    expect(open.count).toBe(3 + 50_000);
  });
});
