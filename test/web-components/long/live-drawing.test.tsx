/** @jest-environment @happy-dom/jest-environment */

import { cleanup, render, screen } from '@testing-library/react';
import { type ReactNode, Suspense, useEffect } from 'react';
import type { WatchItem } from '../../../client';
import { useLiveExecution } from '../../../web/src/features/execution/api/use-live-execution';
import { client } from '../../../web/src/lib/client';
import { useAfterPaint } from '../../../web/src/lib/use-after-paint';
import { renderPage } from '../harness/render-page';

const AT = '2026-11-24T12:00:00.000Z';
const PARTS = 200;

afterEach(() => {
  cleanup();
  jest.restoreAllMocks();
});

const started = (seq: number): WatchItem => ({
  type: 'event',
  event: { seq, at: AT, executionId: 'exe_1', type: 'stepStarted', stepPath: `a#${seq}`, stepType: 'agent' },
});

/** Lets the hook follow these items; then nothing comes any more. */
function follow(...items: WatchItem[]): void {
  async function* watch(): AsyncGenerator<WatchItem> {
    yield* items;
    await new Promise(() => undefined);
  }
  jest.spyOn(client.executions, 'events').mockResolvedValue({ items: [], lastSeq: 0, ended: false } as never);
  jest.spyOn(client.executions, 'watch').mockImplementation(watch as never);
}

function Live({ children }: { children: (seq: number) => ReactNode }) {
  const { view } = useLiveExecution('exe_1');
  return (
    <>
      <p>up to {view.lastSeq}</p>
      {children(view.lastSeq)}
    </>
  );
}

it('draws what has come in slices, between which the page does other things', async () => {
  follow(started(1));
  let done = 0;
  const doneAt: number[] = [];
  function Part() {
    for (const end = performance.now() + 1; performance.now() < end; );
    doneAt.push(done);
    return null;
  }
  const others = setInterval(() => {
    done += 1;
  }, 1);
  try {
    renderPage(<Live>{(seq) => seq > 0 && Array.from({ length: PARTS }, (_, index) => <Part key={String(index)} />)}</Live>);
    await screen.findByText('up to 1');
  } finally {
    clearInterval(others);
  }
  expect(new Set(doneAt).size).toBeGreaterThan(5);
});

it('takes away what was drawn, and draws what takes its place, one after the other', async () => {
  const drawn: boolean[][] = [];
  function Both({ long }: { long: boolean }) {
    const painted = useAfterPaint(long);
    useEffect(() => {
      drawn.push([long, painted]);
    });
    return <p>{`${long} after ${painted}`}</p>;
  }
  const { rerender } = render(<Both long={false} />);
  rerender(<Both long />);
  await screen.findByText('true after true');
  expect(drawn).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
});

it('shows what has come though a part of the page that it wants is not loaded', async () => {
  const never = new Promise<void>(() => undefined);
  let follows: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    follows = resolve;
  });
  async function* watch(): AsyncGenerator<WatchItem> {
    yield started(1);
    await waits;
    yield started(2);
    await never;
  }
  follow();
  jest.spyOn(client.executions, 'watch').mockImplementation(watch as never);
  function Unloaded(): ReactNode {
    throw never;
  }
  renderPage(<Live>{(seq) => <Suspense fallback="loading">{seq > 1 ? <Unloaded /> : 'there'}</Suspense>}</Live>);
  await screen.findByText('up to 1');
  follows();
  await screen.findByText('up to 2');
  await screen.findByText('loading');
});
