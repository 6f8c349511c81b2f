import { lazy, Suspense } from 'react';
import { loadPart } from '@/lib/load-part';
import type { DialogProps } from './dialog-frame';
import { LongWait } from './long-wait';

const DialogFrame = lazy(() => loadPart(async () => ({ default: (await import('./dialog-frame')).DialogFrame })));

/**
 * A question over the page. Mounted: open; Escape and a click beside it close it, and the focus goes back. What draws
 * it is loaded when the first is asked.
 */
export function Dialog(props: DialogProps) {
  return (
    <Suspense fallback={<LongWait />}>
      <DialogFrame {...props} />
    </Suspense>
  );
}
