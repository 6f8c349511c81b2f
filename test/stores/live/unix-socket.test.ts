import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { toSocketFolder } from '../../../stores/live/socket-folder';
import { createUnixSocketPublisher } from '../../../stores/live/unix-socket-publisher';
import { createUnixSocketSubscriber } from '../../../stores/live/unix-socket-subscriber';
import { eventually, listen, silent, toDelta, withDataFolder } from './support';

const publish = (folder: string) => createUnixSocketPublisher({ folder, logger: silent });
const subscribe = (folder: string) => createUnixSocketSubscriber({ folder, logger: silent });
const socketsOf = (folder: string) => readdirSync(toSocketFolder(folder));

test('deltas and hints arrive, and an ended call is no longer in flight', () =>
  withDataFolder(async (folder, closing) => {
    const subscriber = closing(await subscribe(folder));
    const ear = listen(subscriber);
    const publisher = closing(publish(folder));
    publisher.delta(toDelta('Hello ', 0));
    publisher.delta(toDelta('world 😀', 6));
    await ear.waitFor(({ live }) => live[0]?.text === 'Hello world 😀');
    expect(subscriber.snapshot('e1')).toEqual([
      { callId: 'write/m0', attempt: 1, stepPath: 'write', agent: 'writer', text: 'Hello world 😀', offset: 14 },
    ]);
    expect(subscriber.snapshot('e2')).toEqual([]);
    publisher.ended({ executionId: 'e1', callId: 'write/m0', attempt: 1 });
    publisher.committed('e1');
    await ear.waitFor(({ hints, live }) => hints.includes('e1') && live.length === 0);
  }));

test('an API process that joins late gets the whole text so far, then the rest', () =>
  withDataFolder(async (folder, closing) => {
    const publisher = closing(publish(folder));
    publisher.delta(toDelta('Hello ', 0));
    publisher.delta(toDelta('world', 6));
    const ear = listen(closing(await subscribe(folder)));
    await ear.waitFor(({ live }) => live[0]?.text === 'Hello world');
    publisher.delta(toDelta('!', 11));
    await ear.waitFor(({ live }) => live[0]?.text === 'Hello world!');
    expect(ear.heard.deltas.map(({ offset, text }) => [offset, text])).toEqual([
      [0, 'Hello world'],
      [11, '!'],
    ]);
  }));

test('two API processes and two workers all see each other', () =>
  withDataFolder(async (folder, closing) => {
    const ears = [listen(closing(await subscribe(folder))), listen(closing(await subscribe(folder)))];
    closing(publish(folder)).delta(toDelta('one', 0));
    closing(publish(folder)).delta(toDelta('two', 0, { callId: 'other/m0' }));
    for (const ear of ears) await ear.waitFor(({ live }) => live.length === 2);
  }));

test('an API process that restarts has the texts again', () =>
  withDataFolder(async (folder, closing) => {
    const publisher = closing(publish(folder));
    const first = await subscribe(folder);
    publisher.delta(toDelta('Hello', 0));
    await listen(first).waitFor(({ live }) => live.length === 1);
    await first.close();
    publisher.delta(toDelta(' while nobody listened', 5));
    const ear = listen(closing(await subscribe(folder)));
    await ear.waitFor(({ live }) => live[0]?.text === 'Hello while nobody listened');
  }));

test('a worker that leaves takes its calls along, and one that restarts writes a higher attempt', () =>
  withDataFolder(async (folder, closing) => {
    const subscriber = closing(await subscribe(folder));
    const ear = listen(subscriber);
    const first = publish(folder);
    first.delta(toDelta('half of', 0));
    await ear.waitFor(({ live }) => live.length === 1);
    await first.close();
    await eventually(() => subscriber.snapshot('e1').length === 0);
    closing(publish(folder)).delta(toDelta('another', 0, { attempt: 2 }));
    await ear.waitFor(({ live }) => live[0]?.attempt === 2 && live[0].text === 'another');
  }));

test('a higher attempt supersedes, and nothing of the lower one is heard after it', () =>
  withDataFolder(async (folder, closing) => {
    const subscriber = closing(await subscribe(folder));
    const ear = listen(subscriber);
    const [stale, current] = [closing(publish(folder)), publish(folder)];
    stale.delta(toDelta('old text', 0));
    await ear.waitFor(({ live }) => live[0]?.text === 'old text');
    current.delta(toDelta('new', 0, { attempt: 2 }));
    await ear.waitFor(({ live }) => live[0]?.text === 'new');
    stale.delta(toDelta(' more', 8));
    stale.ended({ executionId: 'e1', callId: 'write/m0', attempt: 1 });
    stale.committed('stale-is-through');
    await ear.waitFor(({ hints }) => hints.includes('stale-is-through'));
    expect(subscriber.snapshot('e1')).toMatchObject([{ attempt: 2, text: 'new' }]);
    expect(ear.heard.deltas.at(-1)).toMatchObject({ attempt: 2 });
    await current.close();
    await eventually(() => subscriber.snapshot('e1').length === 0);
  }));

test('a malformed or endless line costs the sender its connection and nobody else', () =>
  withDataFolder(async (folder, closing) => {
    const subscriber = closing(await subscribe(folder));
    const ear = listen(subscriber);
    const publisher = closing(publish(folder));
    publisher.delta(toDelta('fine', 0));
    await ear.waitFor(({ live }) => live.length === 1);
    const [name = ''] = socketsOf(folder);
    for (const rubbish of ['{"type":"delta","delta":{"offset":-1}}\n', 'no json\n', 'x'.repeat(17 * 1024 * 1024)]) {
      const socket = createConnection(join(toSocketFolder(folder), name));
      const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
      socket.write(rubbish);
      await closed;
    }
    publisher.delta(toDelta(' still', 4));
    await ear.waitFor(({ live }) => live[0]?.text === 'fine still');
  }));

test('a listener that throws does not keep others from hearing', () =>
  withDataFolder(async (folder, closing) => {
    const subscriber = closing(await subscribe(folder));
    subscriber.subscribe({
      delta: () => {
        throw new Error('broken listener');
      },
      committed: () => undefined,
    });
    const ear = listen(subscriber);
    closing(publish(folder)).delta(toDelta('heard', 0));
    await ear.waitFor(({ deltas }) => deltas.length === 1);
  }));

test('sockets are private, and those of dead processes are removed', () =>
  withDataFolder(async (folder, closing) => {
    const sockets = toSocketFolder(folder);
    mkdirSync(sockets, { recursive: true });
    const path = join(sockets, 'api-1-deadbeef.sock');
    // A process that is killed leaves its socket behind.
    spawnSync(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    expect(existsSync(path)).toBe(true);
    chmodSync(sockets, 0o755);
    closing(await subscribe(folder));
    closing(await subscribe(folder));
    expect(existsSync(path)).toBe(false);
    expect(socketsOf(folder)).toHaveLength(2);
    for (const name of socketsOf(folder)) expect(statSync(join(sockets, name)).mode & 0o777).toBe(0o600);
    expect(statSync(sockets).mode & 0o777).toBe(0o700);
  }));

test('a data folder with a long path has short sockets', () =>
  withDataFolder(async (folder, closing) => {
    const long = join(folder, 'x'.repeat(100));
    expect(toSocketFolder(folder)).toBe(join(folder, 'live'));
    expect(toSocketFolder(long)).not.toContain('xxx');
    expect(toSocketFolder(long)).not.toBe(toSocketFolder(`${long}y`));
    const ear = listen(closing(await subscribe(long)));
    closing(publish(long)).delta(toDelta('works', 0));
    await ear.waitFor(({ live }) => live[0]?.text === 'works');
  }));
