import { type Client, createClient } from '../../client';
import { createFakeOpenAiServer, type FakeOpenAiServer } from '../../test/fakes/openai-server';
import type { BenchServer } from '../start-server';
import { type Part, startPart } from './start-part';

/** API and worker of the product with a model server that does as it is told. */
export interface LiveStudio {
  api: Part;
  client: Client;
  model: FakeOpenAiServer;
  /** Of an agent that uses it. */
  agentId: string;
  stop(): Promise<void>;
}

export async function startLiveStudio(server: BenchServer, dataFolder: string): Promise<LiveStudio> {
  const model = await createFakeOpenAiServer();
  const parts: Part[] = [];
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop();
    await model.close();
  };
  try {
    const settings = { server, dataFolder, env: { OPENAI_BASE_URL: model.url, STUDIO_MODEL: 'openai/fake-model' } };
    const api = await startPart('api', settings);
    parts.push(api);
    parts.push(await startPart('worker', settings));
    const client = createClient({ url: api.url });
    const agent = await client.agents.create({ name: 'Speaker', instructions: 'Speak.' });
    return { api, client, model, agentId: agent.id, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
