import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** So near to the end, in px, a reader is reading along. */
const NEAR_PX = 64;

/**
 * Keeps a scrolling element at its end while it is `live` and its only child grows, unless the reader has scrolled
 * away; `away` says so and `jump` goes back. An element that does not scroll by itself is left alone.
 */
export function useFollow(live: boolean, given?: RefObject<HTMLDivElement | null>) {
  const own = useRef<HTMLDivElement>(null);
  const ref = given ?? own;
  const following = useRef(true);
  /** The content's height when it was last looked at. */
  const height = useRef(0);
  const [away, setAway] = useState(false);

  const jump = useCallback(() => {
    const element = ref.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    following.current = true;
    setAway(false);
  }, [ref]);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onScroll = () => {
      // Content that grows or shrinks moves the reader too; that is not the reader's wish.
      const moved = element.scrollHeight !== height.current;
      height.current = element.scrollHeight;
      if (moved && following.current) return;
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      setAway(!following.current);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [ref]);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    // Told between layout and painting: looking at sizes costs nothing then, and nobody sees the step.
    const sizes = new ResizeObserver(() => {
      height.current = element.scrollHeight;
      if (live && following.current) element.scrollTop = element.scrollHeight;
    });
    sizes.observe(element);
    if (element.firstElementChild !== null) sizes.observe(element.firstElementChild);
    return () => sizes.disconnect();
  }, [live, ref]);

  return { ref, away: away && live, jump };
}
