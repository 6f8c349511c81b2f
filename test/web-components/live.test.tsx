/** @jest-environment @happy-dom/jest-environment */

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import type { Execution, WatchItem } from '../../client';
import { Panel } from '../../web/src/components/panel';
import { Playground } from '../../web/src/features/agents/components/playground';
import { useLiveExecution } from '../../web/src/features/execution/api/use-live-execution';
import { StreamingView } from '../../web/src/features/execution/components/streaming-view';
import { Transcript } from '../../web/src/features/execution/components/transcript';
import { type LiveExecution, NOTHING_KNOWN } from '../../web/src/features/execution/model/live-execution';
import { client } from '../../web/src/lib/client';
import { RUNNING } from '../client/fakes/events';
import { renderPage } from './harness/render-page';

afterEach(() => {
  cleanup();
  jest.restoreAllMocks();
});

describe('text that streams', () => {
  const WORDS = 2_000;

  it('is drawn a few times, however many pieces it comes in, and whole', async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let stopped = false;
    async function* watch(_id: string, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<WatchItem> {
      signal?.addEventListener('abort', () => {
        stopped = true;
      });
      let offset = 0;
      for (let number = 0; number < WORDS; number++) {
        const text = `w${number} `;
        const delta = { executionId: 'exe_1', callId: 'a:m1', attempt: 1, offset, text, stepPath: 'a', agent: 'Poet' };
        offset += text.length;
        yield { type: 'delta', delta };
        // As if each came by itself.
        if (number % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await ended;
    }
    jest.spyOn(client.executions, 'events').mockResolvedValue({ items: [], lastSeq: 0, ended: false } as never);
    jest.spyOn(client.executions, 'watch').mockImplementation(watch as never);
    let drawn = 0;
    function Part() {
      drawn += 1;
      const { view, connection } = useLiveExecution('exe_1');
      return (
        <>
          <p>{connection.state}</p>
          {[...view.streaming.values()].map((call) => (
            <StreamingView key={call.callId} call={call} />
          ))}
        </>
      );
    }
    const { unmount } = renderPage(<Part />);
    const last = await screen.findByText(new RegExp(`w${WORDS - 1}`));
    expect(last.textContent?.match(/w\d+/g)).toHaveLength(WORDS);
    expect(drawn).toBeLessThan(60);
    await act(async () => end());
    await screen.findByText('closed');
    unmount();
    expect(stopped).toBe(true);
  });
});

describe('a panel that breaks', () => {
  it('breaks alone, says so, and comes back', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    let broken = true;
    function Fragile() {
      if (broken) throw new Error('a shape that nobody expected');
      return <p>whole again</p>;
    }
    renderPage(
      <>
        <Panel title="Graph">
          <Fragile />
        </Panel>
        <Panel title="Steps">the steps</Panel>
      </>,
    );
    expect(screen.getByRole('alert').textContent).toContain('“Graph” could not be shown');
    expect(screen.getByRole('alert').textContent).toContain('a shape that nobody expected');
    screen.getByText('the steps');
    broken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Show it again' }));
    await waitFor(() => screen.getByText('whole again'));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the playground', () => {
  const row = { id: 'exe_1' } as Execution;
  const DRAFT = { name: 'Ada', instructions: 'Answer.' };

  it('says as of when it is while the connection is lost, and that an answer was cancelled', async () => {
    let next: (item: WatchItem | null) => void = () => undefined;
    async function* stream(): AsyncGenerator<WatchItem> {
      for (;;) {
        const item = await new Promise<WatchItem | null>((resolve) => {
          next = resolve;
        });
        if (item === null) return;
        yield item;
      }
    }
    jest.spyOn(client.agents, 'stream').mockImplementation(stream as never);
    renderPage(<Playground draft={DRAFT} />);
    fireEvent.change(screen.getByLabelText('Your message'), { target: { value: 'Well?' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    const tell = (item: WatchItem) => act(async () => next(item));
    const at = '2026-11-24T12:00:00.000Z';
    await screen.findByText('thinking…');
    await tell({ type: 'connection', state: 'connected', at, execution: row, lastSeq: 0 });
    await tell({ type: 'connection', state: 'reconnecting', at });
    await screen.findByText(/^Reconnecting, as of \d\d:\d\d:\d\d$/);
    await tell({ type: 'connection', state: 'connected', at, execution: row, lastSeq: 0 });
    await waitFor(() => expect(screen.queryByText(/^Reconnecting/)).toBeNull());
    const usage = { inputTokens: 0, outputTokens: 0, calls: 0, wastedCalls: 0, cost: null };
    await tell({ type: 'event', event: { seq: 1, type: 'executionEnded', at, executionId: 'exe_1', status: 'cancelled', usage } });
    await act(async () => next(null));
    await waitFor(() => expect(screen.getAllByText('Cancelled.').length).toBeGreaterThan(0));
    expect(screen.queryByText('thinking…')).toBeNull();
  });

  it('can be started over while it answers, and what comes of that is not taken for the next answer', async () => {
    const ended: AbortSignal[] = [];
    const told: ((item: WatchItem) => void)[] = [];
    async function* stream(_run: unknown, { signal }: { signal: AbortSignal }): AsyncGenerator<WatchItem> {
      ended.push(signal);
      yield await new Promise<WatchItem>((resolve) => told.push(resolve));
      await new Promise(() => undefined);
    }
    jest.spyOn(client.agents, 'stream').mockImplementation(stream as never);
    renderPage(<Playground draft={DRAFT} />);
    const ask = (text: string) => {
      fireEvent.change(screen.getByLabelText('Your message'), { target: { value: text } });
      fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    };
    ask('First?');
    await waitFor(() => expect(told).toHaveLength(1));
    fireEvent.click(screen.getByRole('button', { name: 'Start over' }));
    expect(screen.queryByText('First?')).toBeNull();
    expect(ended[0]?.aborted).toBe(true);
    ask('Second?');
    await waitFor(() => expect(told).toHaveLength(2));
    expect(ended[1]?.aborted).toBe(false);
    const at = '2026-11-24T12:00:00.000Z';
    await act(async () => told[0]?.({ type: 'connection', state: 'reconnecting', at }));
    await act(async () => told[1]?.({ type: 'connection', state: 'connected', at, execution: row, lastSeq: 0 }));
    const link = await screen.findByRole('link', { name: 'Everything it did' });
    expect(link.getAttribute('href')).toBe('/executions/exe_1');
    expect(screen.queryByText(/^Reconnecting/)).toBeNull();
  });
});

it('an address of a step that has not begun says so, once the page knows what has', () => {
  jest.spyOn(client, 'studio').mockResolvedValue({ model: 'openai/x' } as never);
  const show = (live: LiveExecution) => {
    cleanup();
    renderPage(<Transcript execution={RUNNING} live={live} root={null} stepNames={new Map()} />, '/executions/execution-1#step-nope/way');
    return screen.queryByText('The step nope/way has not begun here.');
  };
  expect(show(NOTHING_KNOWN)).toBeNull();
  expect(show({ ...NOTHING_KNOWN, row: RUNNING, lastSeq: 3 })).toBeNull();
  expect(show({ ...NOTHING_KNOWN, row: RUNNING })).not.toBeNull();
});
