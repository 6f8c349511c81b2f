import { useLocation } from 'react-router';
import { type Kill, killWorker } from '@/lib/kill-worker';
import { useCommand } from '@/lib/use-command';

/** Kills the worker; `killed` is the newest kill, also one that led to this page. `lastSeq` is what the page knows then. */
export function useKillWorker() {
  const { state } = useLocation();
  const kill = useCommand({ mutationFn: killWorker });
  const led = (state as { kill?: Kill } | null)?.kill;
  return { ...kill, killed: kill.data ?? led };
}
