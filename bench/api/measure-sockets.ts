import { quantile } from '../quantile';
import { type HistoryCost, readHistory } from '../read-history';
import type { BenchServer } from '../start-server';
import type { Figure } from './figures';
import type { LiveStudio } from './start-live-studio';
import { gatherCrowd } from './watch-crowd';

const SOCKETS = 1_000;
const ROUNDS_OF_CHAT = 15;
/** The chat speaks as a real one does, slowly: five words, ten a second. */
const SPEECH = { text: 'Five words are said here.', firstByteDelayMs: 300, tokenDelayMs: 100 };

/** A chat that 1,000 sockets watch: how late each event came to them, what a socket costs, what history shows of it. */
export async function measureSockets({ temporal: { client: temporal } }: BenchServer, studio: LiveStudio): Promise<Figure[]> {
  const { client, model, api, agentId } = studio;
  const workflow = await client.workflows.create({
    name: 'Watched',
    root: {
      id: 'chat',
      type: 'groupChat',
      participants: ['one', 'two'].map((id) => ({ id, agent: agentId })),
      maxRounds: ROUNDS_OF_CHAT,
    },
  });
  const run = async (gate: string, whenHeld: (executionId: string) => void | Promise<void>): Promise<HistoryCost> => {
    model.setBehaviour({ ...SPEECH, hold: { gate, at: 'beforeFirstByte' } });
    const { executionId } = await client.workflows.execute(workflow.id, 'Speak to each other.');
    await model.waitFor(({ held }) => held[gate] === 1);
    await whenHeld(executionId);
    // The store's end comes before Temporal's.
    await temporal.workflow.getHandle(executionId).result();
    return readHistory(temporal, executionId);
  };
  const unwatched = await run('unwatched', async () => model.release('unwatched'));
  const before = await api.readHeap();
  let memory = Number.NaN;
  let delays: number[] = [];
  const watched = await run('watched', async (executionId) => {
    const crowd = await gatherCrowd(api.url, executionId, SOCKETS);
    try {
      memory = await api.readHeap();
      model.release('watched');
      await crowd.ended;
      delays = crowd.delays;
    } finally {
      crowd.close();
    }
  });
  const of = `${SOCKETS} sockets that watch one execution`;
  return [
    { title: `${of}: deliveries`, unit: 'events', value: delays.length },
    { title: `${of}: from the store's time of an event to the client, p50`, unit: 'ms', value: quantile(delays, 0.5) },
    { title: `${of}: from the store's time of an event to the client, p99`, unit: 'ms', value: quantile(delays, 0.99) },
    { title: `${of}: memory of the API for each`, unit: 'KB', value: (memory - before) / 1_024 / SOCKETS },
    { title: `${of}: events added to history`, unit: 'events', value: watched.events - unwatched.events, atMost: 0 },
  ];
}
