import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A service outside on which tools have effects that cannot be taken back: it counts them. */
export interface Effects {
  /** `host:port`. */
  address: string;
  /** How often a call, `<execution id>/<call id>`, was carried out. */
  of(call: string): number;
  /** All calls that were. */
  calls(): string[];
  close(): Promise<void>;
}

/** Long enough for a worker to die in the middle of it. */
const TAKES_MS = 250;

export async function startEffects(): Promise<Effects> {
  const counts = new Map<string, number>();
  const server = createServer(async ({ headers }, response) => {
    const call = String(headers['x-agent-studio-call']);
    // It is done, whether or not anybody still listens to the answer.
    counts.set(call, (counts.get(call) ?? 0) + 1);
    await pause(TAKES_MS);
    response.end('done');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port');
  return {
    address: `127.0.0.1:${address.port}`,
    of: (call) => counts.get(call) ?? 0,
    calls: () => [...counts.keys()],
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
