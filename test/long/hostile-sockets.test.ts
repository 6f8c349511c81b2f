import { createEcho, execute } from '../api/harness/definitions';
import { appendSteps, putExecution } from '../api/harness/put-execution';
import { startApi, type TestApi } from '../api/harness/start-api';
import { openRawSocketClient, type RawSocketClient } from '../harness/raw-socket-client';
import { openRawWebSocket, type RawWebSocket } from '../harness/raw-web-socket';
import { type RawFrame, toFrame } from '../harness/web-socket-frames';

let api: TestApi;
let bystander: RawSocketClient;
const opened: RawWebSocket[] = [];
beforeEach(async () => {
  api = await startApi();
  bystander = await open();
});
afterEach(async () => {
  // Whatever one client has done, the others are served as before.
  await putExecution(api, 'bystander');
  expect(await bystander.ask('subscribe', { executionId: 'bystander' })).toMatchObject({ lastSeq: 0 });
  await appendSteps(api, 'bystander', 0, 3);
  while (bystander.got.length < 3) await new Promise(setImmediate);
  expect(api.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  for (const web of opened.splice(0)) web.end();
  await api.close();
});

async function open(): Promise<RawSocketClient> {
  const client = await openRawSocketClient(api.url);
  opened.push(client.web);
  return client;
}

const text = (payload: string): RawFrame => ({ payload });

describe('a packet that is none ends its own connection', () => {
  it.each<[string, RawFrame[]]>([
    ['an unknown type of Engine.IO', [text('9')]],
    ['an empty message', [text('')]],
    ["the server's ping", [text('2')]],
    ['an unknown type of Socket.IO', [text('49[]')]],
    ['no JSON', [text('42{')]],
    ['an event without a name', [text('42[]')]],
    ['an event that is no list', [text('42{"0":"subscribe"}')]],
    ['a reserved event', [text('42["disconnecting"]')]],
    ['an acknowledgement that is no list', [text('430{}')]],
    ['a million attachments', [text('451000000-["subscribe",{"_placeholder":true,"num":0}]')]],
    ['attachments without a number', [text('45-["subscribe"]')]],
    ['an attachment that is a text', [text('451-["x",{"_placeholder":true,"num":0}]'), text('42["x"]')]],
    ['an attachment that nobody announced', [{ opcode: 2, payload: 'x' }]],
    ['an attachment with a number that is none', [text('451-["x",{"_placeholder":true,"num":"__proto__"}]'), { opcode: 2, payload: 'x' }]],
    ['more than 100 KB', [text(`42["subscribe","${'x'.repeat(200_000)}"]`)]],
    [
      'more than 100 KB in pieces',
      Array.from({ length: 200 }, (_, index) => ({ opcode: index === 0 ? 1 : 0, final: false, payload: 'x'.repeat(1_000) })),
    ],
    ['a length of eight exabytes', [{ payload: 'x', claimedLength: Number.MAX_SAFE_INTEGER }]],
    ['an unknown kind of frame', [{ opcode: 5, payload: 'x' }]],
    ['a reserved bit', [{ reserved: 0x40, payload: 'x' }]],
    ['no mask', [{ masked: false, payload: '42["x"]' }]],
    ['a piece of nothing', [{ opcode: 0, payload: 'x' }]],
    ['invalid UTF-8', [{ payload: Buffer.from([0x34, 0x32, 0xff]) }]],
    ['a ping in pieces', [{ opcode: 9, final: false, payload: 'x' }]],
    ['a ping of 200 bytes', [{ opcode: 9, payload: 'x'.repeat(200) }]],
    ['an event in a namespace that is none', [text('40/admin,'), text('42/admin,["subscribe",{"executionId":"x"}]')]],
    ['a second handshake', [text('40{"a":1}')]],
    ['a close without a reason to be', [{ opcode: 8, payload: Buffer.from([0xff, 0xff]) }]],
  ])('%s', async (_what, frames) => {
    const { web } = await open();
    for (const frame of frames) web.sendFrame(frame);
    await web.closed;
  });

  it('and so does one in a handshake', async () => {
    for (const frame of [
      text('41'),
      text('44{"message":"x"}'),
      text('42["subscribe",{"executionId":"x"}]'),
      text('40{"a":"'),
      text('40[]'),
    ]) {
      const web = await openRawWebSocket(`${api.url}/socket.io/?EIO=4&transport=websocket`);
      opened.push(web);
      web.sendFrame(frame);
      await web.closed;
    }
  });
});

describe('a packet that means nothing is answered, and the connection goes on', () => {
  it.each<[string, RawFrame[]]>([
    ['an acknowledgement of nothing', [text('43999["x"]')]],
    ['an event with a number for a name', [text('42[0,{"executionId":"x"}]')]],
    ['an event that is nested 40,000 deep', [text(`42["subscribe",${'['.repeat(40_000)}${']'.repeat(40_000)}]`)]],
    ['an event with ten thousand fields', [text(`42["subscribe",{${Array.from({ length: 10_000 }, (_, n) => `"${n}":1`).join(',')}}]`)]],
    ['an attachment instead of a request', [text('451-["subscribe",{"_placeholder":true,"num":0}]'), { opcode: 2, payload: 'x' }]],
    ['a namespace called __proto__', [text('40/__proto__,{"token":"x"}')]],
    [
      'pieces of nothing',
      [{ final: false, payload: '42["x"]' }, ...Array.from({ length: 100 }, () => ({ opcode: 0, final: false })), { opcode: 0 }],
    ],
  ])('%s', async (_what, frames) => {
    const client = await open();
    for (const frame of frames) client.web.sendFrame(frame);
    expect(await client.ask('unsubscribe', { executionId: 'x' })).toEqual({ executionId: 'x' });
  });

  it.each(['__proto__', 'constructor', '../../x', "' OR 1=1 --", '%00', 'x\r\n{"level":60}'])('the id %j', async (executionId) => {
    const client = await open();
    expect(await client.ask('subscribe', { executionId })).toMatchObject({ error: { code: 'not_found' } });
  });

  it.each([
    '{"executionId":"x","__proto__":{"after":1}}',
    '{"executionId":"x","constructor":1}',
    '{"__proto__":{"executionId":"x"}}',
    '{"executionId":"x","after":1e999}',
  ])('the request %s', async (json) => {
    await putExecution(api, 'x');
    const client = await open();
    const asked = client.askText('subscribe', json);
    expect(await asked).toMatchObject({ error: { code: 'invalid_body' } });
    expect(await client.ask('subscribe', { executionId: 'x' })).toMatchObject({ lastSeq: 0 });
  });
});

describe('a client that asks and asks and does not read the answers', () => {
  it('is served no faster than it reads, and gets every answer when it does', async () => {
    const id = await execute(api, (await createEcho(api)).workflowId, 'i'.repeat(1_000_000));
    const reads = jest.spyOn(api.executions, 'get');
    const client = await open();
    client.web.readSlowly(0);
    const answers = Array.from({ length: 200 }, () => client.ask('subscribe', { executionId: id }));
    const isHeld = async () => {
      const before = reads.mock.calls.length;
      await bystander.ask('unsubscribe', { executionId: 'x' });
      return before > 0 && before === reads.mock.calls.length;
    };
    while (!(await isHeld())) await new Promise(setImmediate);
    // What the kernel takes, and what may wait here.
    expect(reads.mock.calls.length).toBeLessThan(40);
    client.web.readSlowly(null);
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ execution: { id }, lastSeq: expect.any(Number) });
  });

  it('is ended when it goes on with what is not known', async () => {
    const client = await open();
    client.web.readSlowly(0);
    const frames = Buffer.concat(Array.from({ length: 10_000 }, () => toFrame({ payload: '420["x"]' })));
    for (let sent = 0; sent < 40; sent++) client.web.socket.write(frames);
    client.web.readSlowly(null);
    await client.web.closed;
  });

  it('is told so when two thousand commands wait', async () => {
    await putExecution(api, 'x');
    const get = api.executions.get.bind(api.executions);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    jest.spyOn(api.executions, 'get').mockImplementationOnce(async (...given) => {
      await held;
      return get(...given);
    });
    const client = await open();
    const answers = Array.from({ length: 2_011 }, () => client.ask('subscribe', { executionId: 'x' }));
    expect(await answers.at(-1)).toMatchObject({ error: { code: 'rate_limited' } });
    release();
    const refused = (await Promise.all(answers)).map((answer) => 'error' in (answer as object));
    expect(refused).toEqual(answers.map((_answer, index) => index > 2_000));
  });
});
