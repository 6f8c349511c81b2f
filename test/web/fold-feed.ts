import { EMPTY_VIEW, type ExecutionView, foldItems } from '../../client';
import { toFeed } from '../client/fakes/events';

/** The view after these events. */
export function foldFeed(bodies: Parameters<typeof toFeed>[0]): ExecutionView {
  return foldItems(
    EMPTY_VIEW,
    toFeed(bodies).map((event) => ({ type: 'event' as const, event })),
  );
}
