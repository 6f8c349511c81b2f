/** @jest-environment @happy-dom/jest-environment */

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import type { Json, StepSummary, WatchItem } from '../../client';
import { useLiveExecution } from '../../web/src/features/execution/api/use-live-execution';
import { useRefreshedSteps } from '../../web/src/features/execution/api/use-refreshed-steps';
import { useStepTotals } from '../../web/src/features/execution/api/use-steps';
import { ForkPoints } from '../../web/src/features/execution/components/fork-here';
import { Inspector } from '../../web/src/features/execution/components/inspector';
import { StepCalls } from '../../web/src/features/execution/components/long/step-calls';
import { toAwaitedEvents } from '../../web/src/features/execution/model/awaited-events';
import { NOTHING_KNOWN } from '../../web/src/features/execution/model/live-execution';
import { client } from '../../web/src/lib/client';
import { toAttempt } from '../web/attempt';
import { type Answered, type Asked, fakeApi } from './harness/fake-api';
import { renderPage } from './harness/render-page';

const AT = '2026-11-24T12:00:00.000Z';
const summary = (path: string, changes: Partial<StepSummary> = {}): StepSummary => ({
  path,
  stepType: 'agent',
  repeats: false,
  begun: 1,
  completed: 1,
  failed: 0,
  cancelled: 0,
  seq: 1,
  startedAt: AT,
  endedAt: AT,
  ...changes,
});
const answer = (body: object): Answered => ({ status: 200, body: body as Json });

let api: ReturnType<typeof fakeApi> | undefined;
afterEach(() => {
  cleanup();
  api?.remove();
  jest.restoreAllMocks();
});

describe('an execution that is followed from near its end', () => {
  it('knows what waits in the part that is not read, until the feed says that it does not any more', async () => {
    const waiting = { completed: 0, endedAt: null };
    const open = [
      summary('all', { ...waiting, stepType: 'loop', seq: 2 }),
      summary('all/ask#1', { ...waiting, stepType: 'wait', seq: 3, waits: { event: 'go' } }),
      summary('all/new', { ...waiting, seq: 8_999 }),
    ];
    const question = { id: 'apr_1', kind: 'step', status: 'pending', stepPath: 'all/sign', prompt: 'Sign?', assignees: [], deadline: null };
    api = fakeApi(({ path, query }) => {
      if (path.endsWith('/events')) return answer({ items: [], lastSeq: 9_000, ended: false });
      if (path.endsWith('/steps') && query.get('open') === 'true') return answer({ items: open });
      return answer({ items: [{ ...question, executionId: 'exe_1', requestedAt: AT }] });
    });
    let goOn: (items: WatchItem[]) => void = () => undefined;
    const next = new Promise<WatchItem[]>((resolve) => {
      goOn = resolve;
    });
    const after: (number | undefined)[] = [];
    async function* watch(_id: string, options: { after?: number } = {}): AsyncGenerator<WatchItem> {
      after.push(options.after);
      yield* await next;
    }
    jest.spyOn(client.executions, 'watch').mockImplementation(watch as never);
    function Part() {
      const { view } = useLiveExecution('exe_1');
      const waits = toAwaitedEvents(null, view).flatMap((event) => event.waits.map(({ stepPath }) => `${event.name} at ${stepPath}`));
      const asked = [...view.approvals.values()].filter(({ state }) => state === 'pending').map(({ prompt }) => prompt);
      return <p data-testid="open">{[...waits, ...asked, ...view.steps.keys()].join(', ')}</p>;
    }
    renderPage(<Part />);
    // What began behind that place is told by what is followed.
    await waitFor(() => expect(screen.getByTestId('open').textContent).toBe('go at all/ask#1, Sign?, all, all/ask#1'));
    await waitFor(() => expect(after).toEqual([8_500]));
    const event = { at: AT, executionId: 'exe_1' };
    await act(async () =>
      goOn([
        { type: 'event', event: { ...event, seq: 8_501, type: 'stepCompleted', stepPath: 'all/ask#1', stepType: 'wait' } },
        { type: 'event', event: { ...event, seq: 8_502, type: 'approvalCancelled', approvalId: 'apr_1' } },
      ]),
    );
    await waitFor(() => expect(screen.getByTestId('open').textContent).toBe('all, all/ask#1'));
  });
});

describe('the calls of steps in sight', () => {
  const RANGE = { from: Date.parse(AT), to: Date.parse(AT) + 10_000 };
  const rows = (steps: readonly StepSummary[]) =>
    steps.map((step) => <StepCalls key={step.path} executionId="exe_1" step={step} range={RANGE} live={false} retries={[]} />);

  it('are asked for together, each step getting its own, and a chat, which may have very many, alone', async () => {
    api = fakeApi(({ query }) => {
      const page = Number(query.get('cursor') ?? 1);
      const items = query.getAll('stepPath').map((path) => toAttempt(`${path}:m${page}`));
      return answer({ items, ...(query.get('stepPath') === 'chat' && { nextCursor: String(page + 1) }) });
    });
    const steps = Array.from({ length: 21 }, (_, index) => summary(`loop/write#${index + 1}`));
    renderPage(rows([...steps, summary('chat', { stepType: 'groupChat' })]));
    const first = await screen.findByLabelText('write#1, model call 1: answered, 1.0 s');
    expect(first.getAttribute('href')).toContain('call=loop%2Fwrite%231%3Am1');
    await screen.findByLabelText(/^write#21,/);
    await screen.findByText('more calls than are drawn');
    const asked = api.asked.map(({ query }: Asked) => query.getAll('stepPath').length).sort((a, b) => a - b);
    expect(asked).toEqual([1, 1, 1, 1, 20]);
  });

  it('say so when they could not be read', async () => {
    api = fakeApi(() => ({ status: 410, body: { code: 'gone', title: 'No', detail: 'Not any more', status: 410 } }));
    renderPage(rows([summary('a')]));
    await screen.findByText('calls not read: Not any more');
  });
});

describe('what was counted of the steps', () => {
  it('is read again only when the feed has moved, and once for much that comes', async () => {
    api = fakeApi(() => answer({ items: [] }));
    jest.useFakeTimers();
    try {
      function Part() {
        const [lastSeq, setLastSeq] = useState(10);
        useRefreshedSteps('exe_1', lastSeq, true);
        useStepTotals('exe_1');
        return (
          <button type="button" onClick={() => setLastSeq(lastSeq + 1)}>
            An event
          </button>
        );
      }
      renderPage(<Part />);
      const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
      await pass(60_000);
      const before = api.asked.length;
      await pass(60_000);
      expect(api.asked).toHaveLength(before);
      for (let event = 0; event < 3; event++) fireEvent.click(screen.getByText('An event'));
      await pass(60_000);
      expect(api.asked).toHaveLength(before + 1);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('the inspector of a call far back', () => {
  it('has what the feed tells of it, though the page has not read that part', async () => {
    const event = { at: AT, executionId: 'exe_1', callId: 'a#2:t1', stepPath: 'a#2' };
    const events = [
      { ...event, seq: 70, type: 'callHeld', reason: 'rate_limit', until: AT },
      { ...event, seq: 71, type: 'toolCalled', tool: 'look_up', arguments: { where: 'far back' } },
      { ...event, seq: 72, type: 'toolCompleted', tool: 'look_up', result: { found: 'owls' } },
    ];
    api = fakeApi(({ path, query }) => {
      if (path.endsWith('/attempts')) return answer({ items: [{ ...toAttempt('a#2:t1'), kind: 'tool' }] });
      if (path.endsWith('/events') && query.get('callId') === 'a#2:t1') return answer({ items: events, lastSeq: 9_000, ended: true });
      return { status: 404, body: { code: 'not_found', title: 'No', detail: 'Nothing', status: 404 } };
    });
    const names = new Map<string, string>();
    renderPage(<Inspector executionId="exe_1" callId="a#2:t1" view={NOTHING_KNOWN.view} attempts={[]} ended long stepNames={names} />);
    await screen.findAllByText(/far back/);
    await screen.findAllByText(/owls/);
    await screen.findByText(/waited to be sent/);
    expect(api.asked.some(({ path }) => path.endsWith('/output'))).toBe(false);
  });

  it('can be forked behind, at the superstep of its step, wherever that is', async () => {
    const checkpoint = { superstep: 1_234, stepPath: 'a#2', at: AT, seq: 73, usage: {}, editable: {} };
    api = fakeApi(({ path, query }) => {
      if (path.endsWith('/checkpoints')) return answer({ items: query.get('stepPath') === 'a#2' ? [checkpoint] : [] });
      return answer(path.endsWith('/events') ? { items: [], lastSeq: 9_000, ended: true } : { items: [] });
    });
    const fork = jest.fn();
    const names = new Map<string, string>();
    renderPage(
      <ForkPoints.Provider value={{ supersteps: new Map([['a#900', 9_000]]), pending: false, fork }}>
        <Inspector executionId="exe_1" callId="a#2:m1" view={NOTHING_KNOWN.view} attempts={[]} ended long stepNames={names} />
      </ForkPoints.Provider>,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Fork here, after superstep 1234 (a#2)' }));
    expect(fork.mock.calls).toEqual([[1_234]]);
  });
});
