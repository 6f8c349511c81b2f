import { connect, type Socket } from 'node:net';
import { CLOSE, createFrameSplitter, type RawFrame, TEXT, toFrame } from './web-socket-frames';

/** A WebSocket with nothing between the test and the bytes: it sends what no library would, and reads as slowly as it likes. */
export interface RawWebSocket {
  socket: Socket;
  /** Messages as they come; replace it. */
  onText: (text: string) => void;
  sendText(text: string): void;
  sendFrame(frame: RawFrame): void;
  /** From now on reads so many bytes a second only; null reads everything again. */
  readSlowly(bytesPerSecond: number | null): void;
  /** Resolves when the connection is over, however it ended. */
  closed: Promise<void>;
  end(): void;
}

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** Opens one at a `ws://` or `http://` address; rejects with what the server answered instead. */
export async function openRawWebSocket(address: string, headers: Record<string, string> = {}): Promise<RawWebSocket> {
  const { hostname, port, host, pathname, search } = new URL(address);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const all = {
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': KEY,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);

  const split = createFrameSplitter();
  socket.on('error', () => socket.destroy());
  const rest = await readHead(socket);
  let timer: ReturnType<typeof setInterval> | undefined;
  const take = (bytes: Buffer) => {
    for (const { opcode, payload } of split(bytes)) {
      if (opcode === TEXT) raw.onText(payload.toString());
      else if (opcode === CLOSE) socket.end();
    }
  };
  void closed.then(() => clearInterval(timer));

  const raw: RawWebSocket = {
    socket,
    onText: () => undefined,
    sendText: (payload) => raw.sendFrame({ payload }),
    sendFrame: (frame) => void socket.write(toFrame(frame)),
    readSlowly(bytesPerSecond) {
      clearInterval(timer);
      if (bytesPerSecond === null) {
        socket.on('data', take);
        socket.resume();
        return;
      }
      socket.off('data', take);
      socket.pause();
      timer = setInterval(() => {
        const bytes = socket.read(Math.min(bytesPerSecond, socket.readableLength)) as Buffer | null;
        if (bytes !== null) take(bytes);
      }, 1_000);
    },
    closed,
    end: () => socket.destroy(),
  };
  // The caller has to set `onText` first.
  setImmediate(() => {
    take(rest);
    if (timer === undefined) raw.readSlowly(null);
  });
  return raw;
}

/** Reads the answer to the handshake; returns what came after it. */
function readHead(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const refuse = () => reject(new Error(`No WebSocket: ${head.toString()}`));
    const take = (bytes: Buffer) => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1 || !head.toString('latin1').startsWith('HTTP/1.1 101 ')) return;
      socket.off('data', take);
      socket.off('close', refuse);
      socket.pause();
      resolve(head.subarray(end + 4));
    };
    socket.on('data', take);
    socket.once('close', refuse);
  });
}
