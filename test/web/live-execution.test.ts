import { isLive, NOTHING_KNOWN, takeIn } from '../../web/src/features/execution/model/live-execution';
import { NO_USAGE, RUNNING, toFeed } from '../client/fakes/events';

const FEED = toFeed([
  { type: 'executionStarted', workflowId: 'w', workflowRevision: 1 },
  { type: 'executionEnded', status: 'completed', usage: NO_USAGE },
]);
const connected = (lastSeq: number) => ({
  type: 'connection' as const,
  state: 'connected' as const,
  at: '2026-11-24T12:00:00.000Z',
  execution: RUNNING,
  lastSeq,
});
const event = (index: number) => ({ type: 'event' as const, event: FEED[index] as (typeof FEED)[number] });

describe('what the page knows', () => {
  it('says since when it is out of date, and keeps what it shows', () => {
    const lost = takeIn(NOTHING_KNOWN, [
      connected(1),
      event(0),
      { type: 'connection', state: 'reconnecting', at: '2026-11-24T12:03:07.000Z' },
    ]);
    expect(lost.connection).toEqual({ state: 'reconnecting', at: '2026-11-24T12:03:07.000Z' });
    expect(lost.view.lastSeq).toBe(1);
    expect(lost.row).toBe(RUNNING);
    expect(takeIn(lost, [connected(1)]).connection).toMatchObject({ state: 'connected' });
  });

  it('is live only between catching up and the end', () => {
    const behind = takeIn(NOTHING_KNOWN, [connected(1)]);
    const current = takeIn(behind, [event(0)]);
    const ended = takeIn(current, [event(1)]);
    expect([NOTHING_KNOWN, behind, current, ended].map(isLive)).toEqual([false, false, true, false]);
  });
});
