import { type RefObject, useEffect } from 'react';

/** Puts new rows in at once while nobody can be about to click, read or choose in the list; else they wait to be asked for. */
export function useQuietInsert(list: RefObject<HTMLElement | null>, added: number, chosen: number, insert: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new is the moment; how it is put in changes with it
  useEffect(() => {
    const element = list.current;
    if (added === 0 || chosen > 0 || element === null) return;
    const busy = element.scrollTop > 0 || element.matches(':hover') || element.contains(document.activeElement);
    if (!busy) insert();
  }, [added, chosen]);
}
