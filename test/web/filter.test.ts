import { isFiltered, readFilter, withValues } from '../../web/src/features/executions/model/filter';
import { readViews, removeView, saveView } from '../../web/src/features/executions/model/saved-views';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const read = (query: string) => readFilter(new URLSearchParams(query), NOW);

describe("the list's filter", () => {
  it('is what the address says, and nothing that the address makes up', () => {
    expect(read('status=failed&status=nonsense&workflowId=w&since=1h&startedBefore=2026-11-24T13:00:00Z')).toEqual({
      status: ['failed'],
      workflowId: 'w',
      startedAfter: '2026-11-24T11:00:00.000Z',
      startedBefore: '2026-11-24T13:00:00.000Z',
    });
    expect(isFiltered(read('since=yesterday&startedAfter=soon&status=x'))).toBe(false);
    expect(isFiltered(read('since=24h'))).toBe(true);
  });

  it('changes one value and keeps the others', () => {
    expect(withValues(new URLSearchParams('status=failed&since=1h'), { since: '', workflowId: 'w' }).toString()).toBe(
      'status=failed&workflowId=w',
    );
  });
});

describe('saved views', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  } as unknown as Storage;

  it('are kept by name, and what is broken counts as none', () => {
    saveView(storage, { name: 'Late', search: 'since=1h' });
    saveView(storage, { name: 'Bad', search: 'status=failed' });
    saveView(storage, { name: 'Late', search: 'since=24h' });
    expect(readViews(storage)).toEqual([
      { name: 'Bad', search: 'status=failed' },
      { name: 'Late', search: 'since=24h' },
    ]);
    removeView(storage, 'Bad');
    expect(readViews(storage).map(({ name }) => name)).toEqual(['Late']);
    expect(readViews({ getItem: () => '{"not": "a list"}' })).toEqual([]);
    expect(readViews({ getItem: () => 'nonsense' })).toEqual([]);
    expect(readViews({ getItem: () => '[{"name": 1}, null]' })).toEqual([]);
  });
});
