import { type DefaultError, type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';

/**
 * A mutation of which one is under way at a time: a second click that comes before the page shows the first does
 * nothing. The library tells of a mutation's state in a later task, so a button that is disabled by it is disabled too
 * late for a double click.
 */
export function useCommand<Data = unknown, Failure = DefaultError, Variables = void, Context = unknown>(
  options: UseMutationOptions<Data, Failure, Variables, Context>,
): UseMutationResult<Data, Failure, Variables, Context> {
  const mutation = useMutation(options);
  const { status, submittedAt, mutate } = mutation;
  const underWay = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one that was over before it was drawn is told by when it began
  useEffect(() => {
    if (status !== 'pending') underWay.current = false;
  }, [status, submittedAt]);
  const once = useCallback<typeof mutate>(
    (...given) => {
      if (underWay.current) return;
      underWay.current = true;
      mutate(...given);
    },
    [mutate],
  );
  return { ...mutation, mutate: once };
}
