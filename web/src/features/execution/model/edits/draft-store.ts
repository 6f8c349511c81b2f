import type { Drafts } from './edit-draft';

const NONE: Drafts = {};

/**
 * What is being edited, by execution and superstep. It outlives the panel and, where the browser has room for it, a
 * reload of the page in this tab.
 */
export function createDraftStore(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
  const known = new Map<string, Drafts>();
  const listeners = new Set<() => void>();
  const addressOf = (executionId: string, superstep: number) => `edits ${executionId} ${superstep}`;

  return {
    /** The same object until something changes. */
    get(executionId: string, superstep: number): Drafts {
      const address = addressOf(executionId, superstep);
      const found = known.get(address) ?? read(storage.getItem(address));
      known.set(address, found);
      return found;
    },
    set(executionId: string, superstep: number, drafts: Drafts): void {
      const address = addressOf(executionId, superstep);
      known.set(address, drafts);
      try {
        if (Object.keys(drafts).length === 0) storage.removeItem(address);
        else storage.setItem(address, JSON.stringify(drafts));
      } catch (error) {
        // Full: they are kept as long as the page is, and nothing that was written earlier comes back in their place.
        console.warn(error);
        storage.removeItem(address);
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function read(text: string | null): Drafts {
  return text === null ? NONE : (JSON.parse(text) as Drafts);
}
