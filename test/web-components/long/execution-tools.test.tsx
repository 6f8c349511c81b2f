/** @jest-environment @happy-dom/jest-environment */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { CopyButton } from '../../../web/src/components/copy-button';
import { Timestamp } from '../../../web/src/components/timestamp';
import { ExecutionHeader } from '../../../web/src/features/execution/components/execution-header';
import { ExportMenu } from '../../../web/src/features/execution/components/export-menu';
import { RetryButton } from '../../../web/src/features/execution/components/retry-button';
import { NOTHING_KNOWN } from '../../../web/src/features/execution/model/live-execution';
import { toTemporalUrl } from '../../../web/src/features/execution/model/temporal-url';
import { toLocalTime } from '../../../web/src/lib/format';
import { RUNNING } from '../../client/fakes/events';
import { type Answer, type Answered, fakeApi } from '../harness/fake-api';
import { renderPage } from '../harness/render-page';

let api: ReturnType<typeof fakeApi> | undefined;
const answer = (how: Answer) => {
  api = fakeApi(how);
};
const refusal: Answered = {
  status: 409,
  body: { type: 'about:blank', title: 'No', status: 409, code: 'execution_running', detail: 'It is still running', requestId: 'r' },
};
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

afterEach(() => {
  cleanup();
  jest.restoreAllMocks();
  api?.remove();
});

const AT = '2026-11-24T12:00:00.000Z';
const MESSAGES = [
  { id: 'm0', thread: 'say', index: 0, seq: 2, role: 'user', text: 'Shall we?', at: AT },
  { id: 'm1', thread: 'say', index: 1, seq: 3, role: 'assistant', agent: 'Ada', text: 'We **shall**.', at: AT },
];
const EXECUTION = {
  id: 'exe_1',
  name: 'Ask',
  status: 'completed',
  input: 'Shall we?',
  output: { text: 'We **shall**.' },
  usage: { inputTokens: 1, outputTokens: 2, calls: 1, wastedCalls: 0, cost: null },
  error: null,
  startedAt: AT,
  endedAt: AT,
};
const EVENTS = Array.from({ length: 1_500 }, (_, index) => ({ seq: index + 1, type: 'stepStarted', at: AT, executionId: 'exe_1' }));

it('an execution is exported whole, as JSON and as Markdown, under its own name', async () => {
  answer(({ path, query }): Answered => {
    const items = { messages: MESSAGES, attempts: [{ callId: 'say:m1' }], checkpoints: [{ superstep: 1 }] }[path.split('/').at(-1) ?? ''];
    if (items !== undefined) return { status: 200, body: { items: items as never } };
    if (!path.endsWith('/events')) return { status: 200, body: EXECUTION };
    const after = Number(query.get('after') ?? 0);
    return { status: 200, body: { items: EVENTS.slice(after, after + Number(query.get('limit'))), lastSeq: EVENTS.length, ended: true } };
  });
  const saved: { name: string; text: Promise<string> }[] = [];
  let blob = new Blob();
  jest.spyOn(URL, 'createObjectURL').mockImplementation((given) => {
    blob = given as Blob;
    return 'blob:1';
  });
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: blob.text() });
  });
  renderPage(<ExportMenu executionId="exe_1" />);
  press('Export');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'JSON, everything' }));
  await waitFor(() => expect(saved).toHaveLength(1));
  fireEvent.keyDown(screen.getByRole('button', { name: 'Export' }), { key: 'ArrowDown' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Markdown, to read' }));
  await waitFor(() => expect(saved).toHaveLength(2));
  expect(saved.map(({ name }) => name)).toEqual(['exe_1.json', 'exe_1.md']);
  const [json, markdown] = await Promise.all(saved.map(({ text }) => text));
  expect(JSON.parse(json ?? '')).toEqual({
    execution: EXECUTION,
    messages: MESSAGES,
    attempts: [{ callId: 'say:m1' }],
    checkpoints: [{ superstep: 1 }],
    events: EVENTS,
  });
  expect(markdown).toContain('Shall we?');
  expect(markdown).toContain('We **shall**.');
});

it('an export that could not be read whole is none, and says why', async () => {
  const click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  answer(({ path }) => (path.endsWith('/attempts') ? refusal : { status: 200, body: { items: [], lastSeq: 0, ended: true } }));
  renderPage(<ExportMenu executionId="exe_1" />);
  press('Export');
  fireEvent.click(await screen.findByRole('menuitem', { name: 'JSON, everything' }));
  await screen.findByText('It was not exported');
  screen.getByText('It is still running');
  expect(click).not.toHaveBeenCalled();
});

it('a retry leads to the new execution; one that is refused says why and can be asked for again', async () => {
  let refused = true;
  answer(() => (refused ? refusal : { status: 202, body: { ...EXECUTION, id: 'exe_2' } }));
  const { address } = renderPage(<RetryButton executionId="exe_1" />, '/executions/exe_1');
  press('Retry');
  await screen.findByText('It is still running');
  refused = false;
  press('Retry');
  await waitFor(() => expect(address()).toBe('/executions/exe_2'));
  expect(api?.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill('POST /api/v1/executions/exe_1/retry'));
});

it('the link to Temporal’s own page leads to the execution’s workflow, and there is none where there is no such page', () => {
  const temporal = { namespace: 'agent-studio', uiUrl: 'http://127.0.0.1:8233/' };
  expect(toTemporalUrl(temporal, 'exe_1')).toBe('http://127.0.0.1:8233/namespaces/agent-studio/workflows/exe_1');
  expect(toTemporalUrl({ ...temporal, uiUrl: null }, 'exe_1')).toBeNull();
});

it('a text is copied by its button, which says that it was, or that the browser did not let it', async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  });
  renderPage(<CopyButton text="exe_1" what="the execution's id" />);
  press("Copy the execution's id");
  await screen.findByRole('button', { name: "Copied the execution's id" });
  expect(copied).toEqual(['exe_1']);
  await screen.findByRole('button', { name: "Copy the execution's id" });
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined });
  press("Copy the execution's id");
  await screen.findByRole('button', { name: "Could not copy the execution's id" });
});

it('a moment is shown in local time, with its day when that is not today, and exactly on hover', () => {
  const now = new Date();
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 1, 2, 3).toISOString();
  const before = new Date(2020, 0, 5, 1, 2, 3).toISOString();
  renderPage(
    <>
      <Timestamp time={today} />
      <Timestamp time={before} />
    </>,
  );
  expect(screen.getByTitle(today).textContent).toBe('01:02:03');
  expect(screen.getByTitle(before).textContent).toBe(toLocalTime(before, now.getTime()));
  expect(screen.getByTitle(before).textContent).toMatch(/5.*01:02:03$/);
  expect(screen.getByTitle(before).getAttribute('dateTime')).toBe(before);
});

it('why an execution does not get on is told once, and since when', async () => {
  const studio = { temporal: { namespace: 'agent-studio', uiUrl: null } };
  answer(({ path }): Answered => ({ status: 200, body: path === '/api/v1/studio' ? studio : { items: [] } }));
  const attention = { code: 'worker_code', message: 'The worker cannot run it', since: AT };
  renderPage(
    <ExecutionHeader
      execution={{ ...RUNNING, status: 'attention', attention }}
      live={{ ...NOTHING_KNOWN, view: { ...NOTHING_KNOWN.view, status: 'attention', attention } }}
      events={[]}
    />,
  );
  const told = await screen.findAllByText(/The worker cannot run it/);
  expect(told.map(({ textContent }) => textContent)).toEqual([expect.stringMatching(/\(since .*\d\d:\d\d:\d\d\)$/)]);
});
