import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { Box } from './drawing';
import type { DrawingState } from './to-flow';
import { toViewport } from './to-viewport';

interface FirstViewProps {
  boxes: readonly Box[];
  state: DrawingState | undefined;
}

/** Brings what is at work into sight when the drawing is first shown, and what has the keyboard's focus whenever it is not. */
export function FirstView({ boxes, state }: FirstViewProps) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const first = useRef({ boxes, state });
  useEffect(() => {
    const { boxes: drawn, state: stands } = first.current;
    const [whole] = drawn;
    const { domNode, width, height } = store.getState();
    if (whole === undefined || domNode === null) return;
    const middleOf = (id: string) => {
      const node = flow.getInternalNode(id);
      const { x, y } = node?.internals.positionAbsolute ?? { x: 0, y: 0 };
      return { x: x + (node?.width ?? 0) / 2, y: y + (node?.height ?? 0) / 2 };
    };
    const working = drawn.findLast((box) => stands?.box(box).shown === 'running');
    void flow.setViewport(toViewport({ width, height }, whole, working && middleOf(working.id)));
    const follow = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest('.react-flow__node') === null) return;
      // The browser has scrolled it into sight, which the library takes back in a moment.
      for (let part: Element | null = target; part !== null && domNode.contains(part); part = part.parentElement) part.scrollTo(0, 0);
      const [seen, all] = [target.getBoundingClientRect(), domNode.getBoundingClientRect()];
      if (seen.top >= all.top && seen.bottom <= all.bottom && seen.left >= all.left && seen.right <= all.right) return;
      const { x, y } = flow.screenToFlowPosition({ x: seen.left + seen.width / 2, y: seen.top + seen.height / 2 });
      void flow.setCenter(x, y, { zoom: flow.getZoom() });
    };
    domNode.addEventListener('focusin', follow);
    return () => domNode.removeEventListener('focusin', follow);
  }, [flow, store]);
  return null;
}
