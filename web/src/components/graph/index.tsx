import { type ComponentProps, lazy, Suspense } from 'react';
import { loadPart } from '@/lib/load-part';
import { Skeleton } from '../skeleton';
import type { GraphCanvas } from './graph-canvas';

export type { ArrowState, BoxState } from './box-state';
export type { Arrow, Box } from './drawing';
export type { DrawingState } from './to-flow';

const Canvas = lazy(() => loadPart(async () => ({ default: (await import('./graph-canvas')).GraphCanvas })));

/** The drawing of a workflow, loaded when it is first looked at. */
export function Graph(props: ComponentProps<typeof GraphCanvas>) {
  return (
    <Suspense fallback={<Skeleton label="Loading the graph" />}>
      <Canvas {...props} />
    </Suspense>
  );
}
