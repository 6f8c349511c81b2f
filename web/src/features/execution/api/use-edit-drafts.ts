import { useCallback, useSyncExternalStore } from 'react';
import { createDraftStore } from '../model/edits/draft-store';
import type { Drafts, EditDraft } from '../model/edits/edit-draft';

const store = createDraftStore(window.sessionStorage);

/** The edits that somebody has begun at a superstep; they stay when the panel is closed. */
export function useEditDrafts(executionId: string, superstep: number) {
  const drafts = useSyncExternalStore(store.subscribe, () => store.get(executionId, superstep));
  const set = useCallback(
    (key: string, draft: EditDraft | null) => {
      const { [key]: old, ...others } = store.get(executionId, superstep);
      const kept: Drafts = old === undefined ? others : store.get(executionId, superstep);
      store.set(executionId, superstep, draft === null ? others : { ...kept, [key]: draft });
    },
    [executionId, superstep],
  );
  const clear = useCallback(() => store.set(executionId, superstep, {}), [executionId, superstep]);
  return { drafts, set, clear };
}
