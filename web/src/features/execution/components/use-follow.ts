import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** So near to the end, in px, a reader is reading along. */
const NEAR_PX = 64;

/**
 * Keeps a scrolling element at its end while `live` content grows, unless the reader has scrolled away; `away` says so
 * and `jump` goes back. An element that does not scroll by itself is left alone.
 */
export function useFollow(content: unknown, live: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const jump = useCallback(() => {
    const element = ref.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    following.current = true;
    setAway(false);
  }, []);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onScroll = () => {
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      setAway(!following.current);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: growing content is what it follows
  useLayoutEffect(() => {
    const element = ref.current;
    if (live && following.current && element !== null) element.scrollTop = element.scrollHeight;
  }, [content, live]);

  return { ref, away: away && live, jump };
}
