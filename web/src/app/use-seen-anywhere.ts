import { useCallback, useEffect } from 'react';

/** Held by every tab of this Studio that is in sight. */
const LOCK = 'agent-studio-in-sight';

/** Tells whether any tab of this Studio is in sight; where the browser has no locks to tell by, only of this one. */
export function useSeenAnywhere(): () => Promise<boolean> {
  useEffect(() => {
    if (!('locks' in navigator)) return;
    let release: (() => void) | null = null;
    const hold = () => {
      release?.();
      release = null;
      if (document.hidden) return;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      void navigator.locks.request(LOCK, { mode: 'shared' }, () => held);
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      document.removeEventListener('visibilitychange', hold);
      release?.();
    };
  }, []);
  return useCallback(async () => {
    if (!document.hidden) return true;
    if (!('locks' in navigator)) return false;
    const { held = [] } = await navigator.locks.query();
    return held.some(({ name }) => name === LOCK);
  }, []);
}
