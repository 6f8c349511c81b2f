/** @jest-environment @happy-dom/jest-environment */
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import type { Approval } from '../../../client';
import { Navigation } from '../../../web/src/app/navigation';
import { Page } from '../../../web/src/components/page';
import { NotifyMe } from '../../../web/src/features/inbox/components/notify-me';
import { client } from '../../../web/src/lib/client';
import { PENDING_APPROVAL } from '../../web/pending-approval';
import { renderPage } from '../harness/render-page';

/** The browser's notifications: what was told, and how it is asked. */
class FakeNotification {
  static permission: NotificationPermission;
  static asked: number;
  static told: FakeNotification[];
  static fails: boolean;
  static async requestPermission(): Promise<NotificationPermission> {
    FakeNotification.asked += 1;
    FakeNotification.permission = 'granted';
    return 'granted';
  }
  onclick: (() => void) | null = null;
  closed = false;
  readonly title: string;
  readonly options: NotificationOptions;
  constructor(title: string, options: NotificationOptions) {
    if (FakeNotification.fails) throw new TypeError('Illegal constructor');
    this.title = title;
    this.options = options;
    FakeNotification.told.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

/** Whether this tab is hidden, and whether another one of the Studio is in sight. */
let hidden: boolean;
let otherInSight: boolean;
let pending: Approval[];

const approval = (number: number, more: Partial<Approval> = {}): Approval => ({
  ...PENDING_APPROVAL,
  id: `apr_${number}`,
  name: `Desk ${number}`,
  requestedAt: new Date(Date.UTC(2026, 10, 24, 12, number)).toISOString(),
  ...more,
});

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(FakeNotification, { permission: 'granted', asked: 0, told: [], fails: false });
  Object.assign(window, { Notification: FakeNotification });
  Object.assign(globalThis, { Notification: FakeNotification });
  hidden = true;
  otherInSight = false;
  pending = [];
  jest.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  const own = { held: 0 };
  const locks = {
    request: async (_name: string, _options: object, until: () => Promise<void>) => {
      own.held += 1;
      await until();
      own.held -= 1;
    },
    query: async () => ({ held: own.held > 0 || otherInSight ? [{ name: 'agent-studio-in-sight' }] : [] }),
  };
  Object.defineProperty(navigator, 'locks', { configurable: true, value: locks });
  jest.spyOn(client.approvals, 'list').mockImplementation((async () => ({ items: [...pending] })) as never);
  jest.spyOn(client, 'studio').mockRejectedValue(new Error('not asked here'));
});
afterEach(() => {
  cleanup();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** Until the page has read the approvals again. */
const read = () => act(() => jest.advanceTimersByTimeAsync(3_100));
const told = () => FakeNotification.told.map(({ title }) => title);

async function open() {
  const rendered = renderPage(
    <>
      <Navigation onSearch={() => undefined} />
      <Page title="Agents">…</Page>
    </>,
    '/agents',
  );
  await read();
  return rendered;
}

it('counts what waits in the title and beside the inbox, and stops when nothing does', async () => {
  hidden = false;
  await open();
  expect(document.title).toBe('Agents · Agent Studio');
  pending = [approval(2), approval(1)];
  await read();
  expect(document.title).toBe('(2) Agents · Agent Studio');
  expect(screen.getByRole('link', { name: /^Inbox/ }).textContent).toBe('Inbox2 waiting');
  pending = Array.from({ length: 200 }, (_, number) => approval(200 - number));
  await read();
  expect(document.title).toBe('(200+) Agents · Agent Studio');
  pending = [];
  await read();
  expect(document.title).toBe('Agents · Agent Studio');
  expect(screen.getByRole('link', { name: /^Inbox/ }).textContent).toBe('Inbox');
});

describe('a notification', () => {
  it('is of each new approval, once, not of what waited before; a click opens the approval', async () => {
    pending = [approval(1)];
    const { address } = await open();
    expect(told()).toEqual([]);
    pending = [approval(3, { callId: 'a:m1:t1' }), approval(2), approval(1)];
    await read();
    await read();
    expect(told()).toEqual(['Desk 3 waits for a decision', 'Desk 2 waits for a decision']);
    const [third, second] = FakeNotification.told as [FakeNotification, FakeNotification];
    expect(third.options).toEqual({ body: 'May I?', tag: 'apr_3' });
    // One that went and came back (the API was read at a bad moment) is not new.
    pending = [approval(1)];
    await read();
    pending = [approval(2), approval(1)];
    await read();
    expect(told()).toHaveLength(2);

    await act(async () => second.onclick?.());
    expect(address()).toBe('/executions/exe_1');
    expect(second.closed).toBe(true);
    await act(async () => third.onclick?.());
    expect(address()).toBe('/executions/exe_1?call=a%3Am1%3At1');
  });

  it('is not of what was seen: this tab, or another of the Studio, was in sight', async () => {
    await open();
    otherInSight = true;
    pending = [approval(1)];
    await read();
    otherInSight = false;
    hidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
    pending = [approval(2), approval(1)];
    await read();
    hidden = true;
    document.dispatchEvent(new Event('visibilitychange'));
    await read();
    expect(told()).toEqual([]);
    pending = [approval(3), approval(2), approval(1)];
    await read();
    expect(told()).toEqual(['Desk 3 waits for a decision']);
  });

  it('is not of an old approval that comes into a full list when another is decided', async () => {
    pending = [approval(9), approval(8), approval(7)];
    await open();
    pending = [approval(9), approval(7), approval(6)];
    await read();
    expect(told()).toEqual([]);
  });

  it('is none without permission, and breaks nothing where the browser does not let pages make any', async () => {
    await open();
    FakeNotification.permission = 'default';
    pending = [approval(1)];
    await read();
    FakeNotification.permission = 'granted';
    FakeNotification.fails = true;
    pending = [approval(2), approval(1)];
    await read();
    expect(told()).toEqual([]);
    expect(FakeNotification.asked).toBe(0);
    screen.getByRole('link', { name: /^Inbox/ });
  });
});

it('the browser is asked for permission when somebody presses the button, and never else', async () => {
  FakeNotification.permission = 'default';
  pending = [approval(1)];
  renderPage(<NotifyMe />);
  await read();
  expect(FakeNotification.asked).toBe(0);
  fireEvent.click(screen.getByRole('button', { name: 'Notify me' }));
  await screen.findByText('The browser tells you of new ones');
  expect(FakeNotification.asked).toBe(1);
  expect(screen.queryByRole('button')).toBeNull();
});
