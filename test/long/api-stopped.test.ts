import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { startApiAlone } from '../harness/extra-processes';

const WORKFLOW = { name: 'One', root: { id: 'one', type: 'agent', agent: 'Echo' } } as const;

it('an API that is stopped while Temporal refuses its calls, which the SDK repeats, ends without an error', async () => {
  let refused = 0;
  const temporal = createServer((socket) => {
    refused++;
    socket.on('error', () => undefined).destroy();
  }).listen(0, '127.0.0.1');
  await once(temporal, 'listening');
  const folder = mkdtempSync(join(tmpdir(), 'studio-stopped-'));
  try {
    const address = `127.0.0.1:${(temporal.address() as AddressInfo).port}`;
    const api = await startApiAlone(folder, { TEMPORAL_ADDRESS: address, STUDIO_SWEEP_INTERVAL: '1s', STUDIO_LOG_LEVEL: 'error' });
    try {
      const client = createClient({ url: api.url });
      await client.agents.create({ name: 'Echo', instructions: 'Repeat.' });
      const { id } = await client.workflows.create(WORKFLOW);
      const before = refused;
      const starting = client.workflows.execute(id, 'hello', { idempotencyKey: 'one' }).catch(() => 'not accepted');
      await waitUntil(() => refused > before + 1, 20_000, 'The call was not repeated');
      await api.end('SIGTERM');
      expect(await api.ended).toEqual({ code: 0, signal: null });
      expect(await starting).toBe('not accepted');
      expect(api.output()).not.toMatch(/Error|"level":[56]0/);
    } finally {
      await api.end();
    }
  } finally {
    temporal.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
