import type { WatchItem } from '../watch';
import { toDraft } from './draft';
import { foldDelta } from './fold-delta';
import { foldEvent } from './fold-event';
import type { ExecutionView } from './types';

/**
 * Folds what `executions.watch` gave into a view: pure, and the same view whether items come one by one or in
 * batches (a batch is cheaper). Parts that did not change keep their identity.
 */
export function foldItems(view: ExecutionView, items: readonly WatchItem[]): ExecutionView {
  if (items.length === 0) return view;
  const draft = toDraft(view);
  for (const item of items) {
    if (item.type === 'event') foldEvent(draft, item.event);
    else if (item.type === 'delta') foldDelta(draft, item.delta);
  }
  return draft;
}
