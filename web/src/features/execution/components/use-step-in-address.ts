import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** Scrolls to the step that the address names, once for each time that it is asked for and as soon as the step is there. */
export function useStepInAddress(content: unknown): void {
  const { hash, key } = useLocation();
  const done = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was not there may have come with new content
  useEffect(() => {
    if (hash === '' || done.current === key) return;
    const element = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (element === null) return;
    done.current = key;
    element.scrollIntoView({ block: 'start' });
  }, [hash, key, content]);
}
