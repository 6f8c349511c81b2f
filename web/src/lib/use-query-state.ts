import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** A value of the address's query; setting one (null removes it) is a step of the browser's history. */
export function useQueryState(name: string): [string | null, (value: string | null) => void] {
  const [query, setQuery] = useSearchParams();
  const set = useCallback(
    (value: string | null) =>
      setQuery(
        (current) => {
          const changed = new URLSearchParams(current);
          if (value === null) changed.delete(name);
          else changed.set(name, value);
          return changed;
        },
        { preventScrollReset: true },
      ),
    [name, setQuery],
  );
  return [query.get(name), set];
}
