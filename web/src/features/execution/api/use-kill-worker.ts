import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { type Kill, killWorker } from '@/lib/kill-worker';

/** Kills the worker; `killed` is the newest kill, also one that led to this page. `lastSeq` is what the page knows then. */
export function useKillWorker() {
  const { state } = useLocation();
  const kill = useMutation({ mutationFn: killWorker });
  const led = (state as { kill?: Kill } | null)?.kill;
  return { ...kill, killed: kill.data ?? led };
}
