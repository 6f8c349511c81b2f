import { StudioError } from '@client';
import type { Query, QueryClient } from '@tanstack/react-query';
import { untilThere } from '@/lib/until-there';

/** In ms, so that an answer that is lost again and again is not asked for all the time. */
const PAUSE = 500;

/** What is on the page and could not be read because the server was away is read when it is back, by itself. */
export function readAgain(queries: QueryClient): void {
  let waiting = false;
  const read = async () => {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    await untilThere();
    waiting = false;
    await queries.refetchQueries({ type: 'active', predicate: isUnread }, { cancelRefetch: false });
  };
  queries.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || waiting || !isUnread(query)) return;
    waiting = true;
    void read();
  });
}

function isUnread({ state: { error, fetchStatus } }: Query): boolean {
  return fetchStatus === 'idle' && error instanceof StudioError && error.code === 'network_error';
}
