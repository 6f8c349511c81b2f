import type { Execution } from '../../client';
import { findGone, findNew, replaceRows } from '../../web/src/features/executions/model/fresh-rows';
import { RUNNING } from '../client/fakes/events';

const row = (id: string, minute: number, changes: Partial<Execution> = {}): Execution => ({
  ...RUNNING,
  id,
  startedAt: `2026-11-24T12:${String(minute).padStart(2, '0')}:00.000Z`,
  ...changes,
});
const pages = [{ items: [row('c', 3), row('b', 2)], nextCursor: 'more' }, { items: [row('a', 1, { status: 'completed' })] }];

describe('a list that is kept fresh', () => {
  it('has a changed row in the place of the old one, and is the same list when nothing has changed', () => {
    const replaced = replaceRows(pages, new Map([['b', row('b', 2, { status: 'failed' })]]));
    expect(replaced.flatMap(({ items }) => items.map(({ id, status }) => [id, status]))).toEqual([
      ['c', 'running'],
      ['b', 'failed'],
      ['a', 'completed'],
    ]);
    expect(replaced[1]).toBe(pages[1]);
    expect(replaceRows(pages, new Map([['b', row('b', 2)]]))).toBe(pages);
  });

  it('knows what is new at its beginning, and whether that may be only a part of it', () => {
    const loaded = [row('b', 2), row('a', 1)];
    expect(findNew(loaded, [row('d', 4), row('c', 3), row('b', 2)])).toMatchObject({ items: [{ id: 'd' }, { id: 'c' }], all: true });
    expect(findNew(loaded, [row('d', 4), row('c', 3)])).toMatchObject({ all: false });
    expect(findNew(loaded, loaded).items).toEqual([]);
    expect(findNew([], [row('a', 1)]).items).toHaveLength(1);
  });

  it('does not take an older row for new because a row before it was removed', () => {
    expect(findNew([row('d', 4), row('c', 3)], [row('c', 3), row('b', 2)]).items).toEqual([]);
  });

  it('asks for open rows that are open no more, but not for those beyond the end of what is known', () => {
    const loaded = [row('c', 3), row('b', 2), row('a', 1), row('z', 0, { status: 'completed' })];
    expect(findGone(loaded, { items: [row('c', 3)] })).toEqual(['b', 'a']);
    expect(findGone(loaded, { items: [row('c', 3), row('x', 2)], nextCursor: 'more' })).toEqual([]);
    expect(findGone(loaded, { items: [row('x', 1)], nextCursor: 'more' })).toEqual(['c', 'b']);
  });
});
