/** A filter that somebody named; `search` is the address's query. */
export interface SavedView {
  name: string;
  search: string;
}

const KEY = 'studio.executions.views';

/** The views of this device, by name; what is not one any more is left out. */
export function readViews(storage: Pick<Storage, 'getItem'>): SavedView[] {
  const stored: unknown = parse(storage.getItem(KEY));
  if (!Array.isArray(stored)) return [];
  return stored.filter(isView).sort((a, b) => a.name.localeCompare(b.name));
}

/** Keeps a view; one of the same name is replaced. */
export function saveView(storage: Storage, view: SavedView): void {
  storage.setItem(KEY, JSON.stringify([...readViews(storage).filter(({ name }) => name !== view.name), view]));
}

export function removeView(storage: Storage, name: string): void {
  storage.setItem(KEY, JSON.stringify(readViews(storage).filter((view) => view.name !== name)));
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '[]');
  } catch {
    // Somebody else wrote there: as if there were none.
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  const view = value as Partial<SavedView> | null;
  return typeof view?.name === 'string' && typeof view.search === 'string';
}
