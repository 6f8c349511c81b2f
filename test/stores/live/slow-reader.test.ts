import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { LiveLine } from '../../../stores/live/live-line';
import { createLineSplitter, fromLine } from '../../../stores/live/live-line';
import { createLiveTexts } from '../../../stores/live/live-texts';
import { toSocketFolder } from '../../../stores/live/socket-folder';
import { createUnixSocketPublisher } from '../../../stores/live/unix-socket-publisher';
import { eventually, silent, toDelta, withDataFolder } from './support';

const MIB = 1024 * 1024;
/** What the operating system may hold between two ends of a socket, generously. */
const SOCKET_BUFFERS = 1 * MIB;

test('a reader that stops reading costs bounded memory, and is exact once it reads on', () =>
  withDataFolder(async (folder, closing) => {
    mkdirSync(toSocketFolder(folder), { recursive: true });
    const server = createServer();
    server.listen(join(toSocketFolder(folder), 'api-1-00000001.sock'));
    closing({ close: async () => void server.close() });
    const publisher = closing(createUnixSocketPublisher({ folder, logger: silent }));
    const [reader] = (await once(server, 'connection')) as [Socket];
    closing({ close: async () => void reader.destroy() });

    const texts = createLiveTexts<Socket>();
    const hints = new Set<string>();
    const split = createLineSplitter(16 * MIB);
    let bytesRead = 0;
    let connected = false;
    const take = (line: LiveLine) => {
      if (line.type === 'committed') hints.add(line.executionId);
      connected ||= line.type === 'snapshotEnd';
      texts.take(reader, line);
    };
    reader.on('data', (bytes: Buffer) => {
      bytesRead += bytes.length;
      split(bytes).map(fromLine).forEach(take);
    });
    await eventually(() => connected);
    reader.pause();

    let published = 0;
    const expected = new Map<string, string>();
    const piece = 'text '.repeat(200);
    const write = (callId: string, attempt: number, text: string) => {
      const known = attempt === 1 ? (expected.get(callId) ?? '') : '';
      publisher.delta(toDelta(text, known.length, { callId, attempt }));
      expected.set(callId, known + text);
      published += text.length;
    };
    for (let round = 0; round < 300; round += 1) {
      for (let call = 0; call < 100; call += 1) write(`passing-${round}-${call}`, 1, piece);
      for (let call = 0; call < 100; call += 1) {
        publisher.ended({ executionId: 'e1', callId: `passing-${round}-${call}`, attempt: 1 });
        expected.delete(`passing-${round}-${call}`);
      }
      write('long', 1, piece);
      publisher.committed(`execution-${round % 5}`);
    }
    write('retried', 1, piece);
    write('retried', 2, 'second try');
    expect(published).toBeGreaterThan(25 * MIB);

    reader.resume();
    publisher.committed('the last');
    await eventually(() => hints.has('the last'));
    expect(bytesRead).toBeLessThan(1 * MIB + SOCKET_BUFFERS + 300 * piece.length * 1.1);
    expect(new Map(texts.all().map(({ callId, text }) => [callId, text]))).toEqual(expected);
    expect([...hints].sort()).toEqual(['execution-0', 'execution-1', 'execution-2', 'execution-3', 'execution-4', 'the last']);

    publisher.delta(toDelta('!', expected.get('long')?.length ?? 0, { callId: 'long' }));
    await eventually(() => texts.all().some(({ callId, text }) => callId === 'long' && text.endsWith('!')));
  }));
