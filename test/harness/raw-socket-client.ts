import { openRawWebSocket, type RawWebSocket } from './raw-web-socket';

/** A client of the live channel without a library: Engine.IO and Socket.IO packets as text. */
export interface RawSocketClient {
  web: RawWebSocket;
  /** What the server emitted, with the names it came under. */
  got: { name: string; payload: unknown }[];
  /** Sends an event and resolves with what acknowledges it; never, when the connection ends first. */
  ask(event: string, payload: unknown): Promise<unknown>;
  /** The same with a payload that is sent as it stands. */
  askText(event: string, json: string): Promise<unknown>;
}

/** Connects to the namespace `/`. It answers pings for as long as it reads. */
export async function openRawSocketClient(url: string): Promise<RawSocketClient> {
  const web = await openRawWebSocket(`${url}/socket.io/?EIO=4&transport=websocket`);
  const waiting = new Map<string, (answer: unknown) => void>();
  const got: RawSocketClient['got'] = [];
  let asked = 0;
  await new Promise<void>((resolve, reject) => {
    web.onText = (text) => {
      take(text);
      if (text.startsWith('40')) resolve();
    };
    void web.closed.then(() => reject(new Error('The connection ended before it was one')));
  });
  function take(text: string): void {
    const [, type = '', id = '', json = ''] = /^(\d\d?)(\d*)(.*)$/s.exec(text) ?? [];
    if (type === '0') web.sendText('40');
    else if (type === '2') web.sendText('3');
    else if (type === '42') {
      const [name, payload] = JSON.parse(json) as [string, unknown];
      got.push({ name, payload });
    } else if (type === '43') {
      waiting.get(id)?.((JSON.parse(json) as unknown[])[0]);
      waiting.delete(id);
    }
  }
  const askText: RawSocketClient['askText'] = (event, json) => {
    const id = String(asked++);
    const answered = new Promise((resolve) => waiting.set(id, resolve));
    web.sendText(`42${id}[${JSON.stringify(event)},${json}]`);
    return answered;
  };
  return { web, got, askText, ask: (event, payload) => askText(event, JSON.stringify(payload)) };
}
