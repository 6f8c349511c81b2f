import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { stepsKey } from './use-steps';

const REFRESH_MS = 2_000;

/**
 * Reads steps again that are on screen and were counted by the server, when the feed has moved (to `lastSeq`), and not
 * too often: nobody asks for what cannot have changed.
 */
export function useRefreshedSteps(id: string, lastSeq: number, wanted: boolean): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the feed's end is the moment
  useEffect(() => {
    if (!wanted || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: stepsKey(id) });
    }, REFRESH_MS);
  }, [id, lastSeq, wanted, queries]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
