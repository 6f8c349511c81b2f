import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { createNotifiers } from '../../api/notify/create-notifiers';
import { createNotificationSender } from '../../api/notify/notification-sender';
import { readConfig } from '../../contracts/config';
import type { NewApproval } from '../../contracts/ports/approval-store';
import { createTestDependencies } from './harness/start-api';

const ORGANIZATION = 'local';
const SECRET = 'a secret of the test';

let folder: string;
let parts: Awaited<ReturnType<typeof createTestDependencies>>;
let hook: Server;
let mail: SMTPServer;
let posts: { headers: IncomingHttpHeaders; body: string }[];
let mails: string[];
/** What the webhook answers next, then 200. */
let answers: number[];

beforeEach(async () => {
  [posts, mails, answers] = [[], [], []];
  folder = await mkdtemp(join(tmpdir(), 'studio-notices-'));
  parts = await createTestDependencies(folder);
  hook = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    posts.push({ headers: request.headers, body });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'studio' && password === 'right' ? done(null, { user: username }) : done(new Error(`No: ${password}`)),
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
  await parts.dependencies.executions.putStart({
    executionId: 'e1',
    organizationId: ORGANIZATION,
    workflowId: 'w1',
    workflowRevision: 1,
    name: 'Pay the bill',
    plan: { root: { id: 'ask', type: 'tool', tool: 'count_words', arguments: {} }, agents: {} },
    input: null,
    startedAt: new Date().toISOString(),
  });
});
afterEach(async () => {
  await Promise.all([
    new Promise((resolve) => hook.close(resolve)),
    new Promise<void>((resolve) => mail.close(() => resolve())),
    parts.close(),
  ]);
  await rm(folder, { recursive: true });
});

const ask = (id: string, changes: Partial<NewApproval> = {}) =>
  parts.dependencies.executions.requestApproval(
    ORGANIZATION,
    'e1',
    { id, kind: 'tool', tool: 'pay', arguments: { amount: 7 }, stepPath: 'a', prompt: 'May it pay?', assignees: ['ann'], ...changes },
    [],
  );

/** A sender as the API's main makes it. */
function sender(password = 'right') {
  const smtp = `smtp://studio:${password}@127.0.0.1:${(mail.server.address() as AddressInfo).port}`;
  const config = readConfig({
    STUDIO_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
    STUDIO_WEBHOOK_SECRET: SECRET,
    STUDIO_SMTP_URL: smtp,
    STUDIO_NOTIFY_FROM: 'studio@example.com',
    STUDIO_NOTIFY_TO: 'ann@example.com, bob@example.com',
  });
  return createNotificationSender(parts.dependencies, createNotifiers(config));
}

/** Makes what is to be sent again due now. */
const passTime = () => parts.database.write(() => parts.database.statement('UPDATE notices SET dueMs = 0').run([]));

it('goes once to every channel: a signed post and an e-mail', async () => {
  const approval = await ask('apr_1');
  const sending = sender();
  await sending.send();
  await passTime();
  await sending.send();
  expect(posts).toHaveLength(1);
  const [{ headers, body }] = posts as [(typeof posts)[number]];
  expect(JSON.parse(body)).toEqual({ deliveryId: 'apr_1.requested', event: 'requested', approval });
  expect(headers['x-agent-studio-delivery']).toBe('apr_1.requested');
  const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-agent-studio-signature'])) ?? [];
  expect(v1).toBe(createHmac('sha256', SECRET).update(`${t}.${body}`).digest('hex'));
  expect(Math.abs(Date.now() / 1000 - Number(t))).toBeLessThan(60);
  expect(mails).toHaveLength(1);
  for (const part of [
    'Subject: Approval needed: Pay the bill',
    'To: ann@example.com, bob@example.com',
    'Message-ID: <apr_1.requested@agent-studio>',
    'May it pay?',
    '{"amount":7}',
  ]) {
    expect(mails[0]).toContain(part);
  }
});

it('is sent again, under the same id, to the channel that did not take it, and to no other', async () => {
  await ask('apr_1');
  answers = [500, 302];
  const sending = sender();
  for (let n = 0; n < 4; n++) {
    await sending.send();
    await passTime();
  }
  expect(posts.map(({ headers }) => headers['x-agent-studio-delivery'])).toEqual(Array(3).fill('apr_1.requested'));
  expect(mails).toHaveLength(1);
});

it('waits longer after each failure, and is not lost with the process that sends', async () => {
  await ask('apr_1');
  answers = [500];
  const before = Date.now();
  const first = sender();
  await first.send();
  await first.stop();
  await sender().send();
  expect(posts).toHaveLength(1);
  const due = await parts.database.read(() => parts.database.statement<{ dueMs: number; tries: number }>('SELECT * FROM notices').get([]));
  expect(due).toMatchObject({ tries: 1, sentBy: '["email"]', done: 0 });
  expect((due?.dueMs ?? 0) - before).toBeGreaterThanOrEqual(5_000);
  await passTime();
  await sender().send();
  expect(posts).toHaveLength(2);
});

it('tells of an escalation too, and of nothing that does not wait any more', async () => {
  await ask('apr_1', { escalation: { afterMs: 1, to: ['boss'] } });
  await ask('apr_2');
  await parts.dependencies.executions.decideApproval(ORGANIZATION, 'apr_2', { decision: 'approve', by: 'ann' });
  await parts.dependencies.executions.escalateApproval(ORGANIZATION, 'apr_1', []);
  await sender().send();
  expect(posts.map(({ headers }) => headers['x-agent-studio-delivery'])).toEqual(['apr_1.requested', 'apr_1.escalated']);
  expect(mails[1]).toContain('Subject: Still waiting: Pay the bill');
  await passTime();
  expect(await parts.dependencies.executions.listDueNotices(10)).toEqual([]);
});

it('is sent by one process at a time', async () => {
  for (let n = 0; n < 5; n++) await ask(`apr_${n}`);
  // Signed by a process that lives.
  const other = await createTestDependencies(folder, `${process.ppid}:parent`);
  const second = createNotificationSender(other.dependencies, [
    {
      id: 'webhook',
      async send() {
        throw new Error('The other process has the lease');
      },
    },
  ]);
  const first = sender();
  await first.send();
  await ask('apr_6');
  await second.send();
  await first.send();
  expect(posts).toHaveLength(6);
  await first.stop();
  await other.close();
});

it('is not kept waiting by others: those that a channel is slow to take, and one that cannot be read', async () => {
  for (const id of ['apr_lost', 'apr_slow', 'apr_1', 'apr_2']) await ask(id);
  const { executions } = parts.dependencies;
  const getApproval = executions.getApproval;
  executions.getApproval = async (organizationId, id) => {
    if (id === 'apr_lost') throw new Error('Its text is gone');
    return getApproval(organizationId, id);
  };
  let take: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (take = resolve));
  const taken: string[] = [];
  const sending = createNotificationSender(parts.dependencies, [
    {
      id: 'webhook',
      async send({ approval: { id } }) {
        if (id === 'apr_slow') await slow;
        taken.push(id);
        if (taken.length === 2) take();
      },
    },
  ]);
  await sending.send();
  expect(taken).toEqual(['apr_1', 'apr_2', 'apr_slow']);
  expect(await executions.listDueNotices(10)).toEqual([]);
  executions.getApproval = getApproval;
  await passTime();
  await sending.send();
  expect(taken.at(-1)).toBe('apr_lost');
});

it('logs a failure without an address, a secret or a text', async () => {
  await ask('apr_1');
  answers = [500];
  await sender('wrong').send();
  const { lines } = parts.dependencies.logger;
  const warned = lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields);
  expect(warned).toEqual([
    { channel: 'webhook', deliveryId: 'apr_1.requested', reason: 'http_500' },
    { channel: 'email', deliveryId: 'apr_1.requested', reason: 'smtp_EAUTH' },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/secret|wrong|127\.0\.0\.1|example\.com|May it pay/);
});

it.each([
  [{ STUDIO_WEBHOOK_URL: 'http://127.0.0.1/x' }, 'STUDIO_WEBHOOK_SECRET'],
  [{ STUDIO_WEBHOOK_URL: 'ftp://127.0.0.1/x', STUDIO_WEBHOOK_SECRET: SECRET }, 'STUDIO_WEBHOOK_URL'],
  [{ STUDIO_WEBHOOK_URL: 'http://127.0.0.1/x', STUDIO_WEBHOOK_SECRET: 'short' }, 'STUDIO_WEBHOOK_SECRET'],
  [{ STUDIO_SMTP_URL: 'smtp://localhost', STUDIO_NOTIFY_FROM: 'a@example.com' }, 'STUDIO_NOTIFY_TO'],
])('is refused half configured, without naming a value: %j', (env, name) => {
  expect(() => readConfig(env)).toThrow(name);
});
