import { useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';

/** A value of the address's query; setting one (null removes it) is a step of the browser's history. */
export function useQueryState(name: string): [string | null, (value: string | null) => void] {
  const [query, setQuery] = useSearchParams();
  const shown = query.get(name);
  // A tab that is pressed says so twice, once for the press and once for the focus, before the first is in the address.
  const asked = useRef(shown);
  useEffect(() => {
    asked.current = shown;
  });
  const set = useCallback(
    (value: string | null) => {
      if (value === asked.current) return;
      asked.current = value;
      setQuery(
        (current) => {
          const changed = new URLSearchParams(current);
          if (value === null) changed.delete(name);
          else changed.set(name, value);
          return changed;
        },
        { preventScrollReset: true },
      );
    },
    [name, setQuery],
  );
  return [shown, set];
}
